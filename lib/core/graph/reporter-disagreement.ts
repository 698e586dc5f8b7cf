import type { ReporterCount } from './mesh-graph';

/**
 * Two proxies' counters are scraped at different moments: each may miss what the other has of one scrape interval.
 * Intervals above a minute are rare.
 */
const LONGEST_SCRAPE_SECONDS = 60;
const SIGMAS = 3;
/** Rates move within a scrape interval, and extrapolation adds its own part. */
const TOLERATED_SHARE = 0.02;
const TOLERATED_REQUESTS = 2;

/** Requests by which two proxies may differ though they counted the same. */
export function samplingNoise(a: number, b: number, windowSeconds: number): number {
  const more = Math.max(a, b);
  const missed = more * Math.min(windowSeconds, LONGEST_SCRAPE_SECONDS);
  return SIGMAS * Math.sqrt(2 * missed) + TOLERATED_SHARE * more * windowSeconds + TOLERATED_REQUESTS;
}

/**
 * Says how client and server differ, where they differ by more than sampling explains; undefined where they do not.
 * Rates are requests per second over `windowSeconds`.
 */
export function describeDisagreement(
  client: ReporterCount,
  server: ReporterCount,
  windowSeconds: number,
): string | undefined {
  const differs = (a: number, b: number) =>
    Math.abs(a - b) * windowSeconds > samplingNoise(a, b, windowSeconds);
  const inRate = differs(client.rate, server.rate);
  if (!inRate && !differs(client.errorRate, server.errorRate)) return undefined;
  const counts = `The client counts ${words(client)}, the server ${words(server)}.`;
  return inRate ? `${counts} ${reason(client.rate, server.rate)}` : counts;
}

function words({ rate, errorRate }: ReporterCount): string {
  const failing = errorRate > 0 ? `${number(errorRate)}/s of them failing` : 'none failing';
  return `${number(rate)} requests/s with ${failing}`;
}

function reason(client: number, server: number): string {
  return server > client
    ? 'Retries and mirrored requests count once at the client and each time at the server.'
    : 'Requests that never arrived are in the client\u2019s count alone.';
}

function number(value: number): string {
  return String(Number(value.toPrecision(3)));
}
