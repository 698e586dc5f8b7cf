/** Rates by how they were protected, per second; `unknown` where nobody who could tell has told. */
export interface SecurityRates {
  readonly mutual: number;
  readonly plaintext: number;
  readonly unknown: number;
}

export const NO_RATES: SecurityRates = { mutual: 0, plaintext: 0, unknown: 0 };

export function addRates(a: SecurityRates, b: SecurityRates): SecurityRates {
  return {
    mutual: a.mutual + b.mutual,
    plaintext: a.plaintext + b.plaintext,
    unknown: a.unknown + b.unknown,
  };
}

export function totalOf({ mutual, plaintext, unknown }: SecurityRates): number {
  return mutual + plaintext + unknown;
}
