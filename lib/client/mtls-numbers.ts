import type { ObservedCaller, ObservedSecurity } from '@/lib/contracts/mtls';
import { formatBytesPerSecond, formatRate, formatShare } from './format-numbers';

export const securityWays = ['mutual', 'plaintext', 'unknown'] as const;
export type SecurityWay = (typeof securityWays)[number];
type Rates = Readonly<Record<SecurityWay, number>>;

/** Shares of requests, or of bytes where there are no requests; undefined where there is neither. */
export function sharesOf(seen: Pick<ObservedSecurity, SecurityWay | 'bytes'>): Rates | undefined {
  const measured = total(seen) > 0 ? seen : seen.bytes;
  const whole = total(measured);
  if (!(whole > 0)) return undefined;
  return {
    mutual: measured.mutual / whole,
    plaintext: measured.plaintext / whole,
    unknown: measured.unknown / whole,
  };
}

function total({ mutual, plaintext, unknown }: Rates): number {
  return mutual + plaintext + unknown;
}

/** `all mutual`, `83.2 % mutual, rest plaintext`, `no traffic`; never one word for a mixture. */
export function sharesText(seen: Pick<ObservedSecurity, SecurityWay | 'bytes'>): string {
  const shares = sharesOf(seen);
  if (shares === undefined) return 'no traffic';
  const ways = securityWays.filter((way) => shares[way] > 0);
  const [first, second, third] = ways;
  if (first === undefined || second === undefined) return `all ${first ?? 'unknown'}`;
  const parts = third === undefined ? [first] : ways;
  const told = parts.map((way) => `${formatShare(shares[way])} ${way}`);
  return third === undefined ? `${told.join('')}, rest ${second}` : told.join(', ');
}

/** `1.2 rps`, `3 kB/s`, `1.2 rps + 3 kB/s`; empty for nothing. */
export function rateText({ requests, bytes }: { requests: number; bytes: number }): string {
  return [
    ...(requests > 0 ? [formatRate(requests)] : []),
    ...(bytes > 0 ? [formatBytesPerSecond(bytes)] : []),
  ].join(' + ');
}

/** What a caller did in one way. */
export function callerRate(caller: ObservedCaller, way: SecurityWay): string {
  return rateText({ requests: caller[way], bytes: caller.bytes[way] });
}

export function callerName({
  namespace,
  name,
}: {
  namespace?: string | undefined;
  name?: string | undefined;
}): string {
  if (name === undefined)
    return namespace === undefined ? 'unknown caller' : `unknown caller in ${namespace}`;
  return namespace === undefined ? name : `${namespace}/${name}`;
}
