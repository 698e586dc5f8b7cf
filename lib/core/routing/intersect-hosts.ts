import { matchesHost } from './match-host';

/** The narrower of two hosts, of which each may be a wildcard; undefined where they have no name in common. */
export function intersectHosts(a: string, b: string): string | undefined {
  if (matchesHost(b, a)) return a;
  return matchesHost(a, b) ? b : undefined;
}
