/** Something a person sent that cannot be used. Core returns it; it never throws on bad user data. */
export interface Problem {
  /** Stable kebab-case code; `docs/errors/<code>.md` explains it. */
  readonly code: string;
  /** One sentence, safe to show as text. */
  readonly message: string;
  /** Which input it is about, for instance the name of a query parameter. */
  readonly field?: string;
}

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

export function succeed<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function fail<T>(code: string, message: string, field?: string): Outcome<T> {
  return { ok: false, problem: field === undefined ? { code, message } : { code, message, field } };
}
