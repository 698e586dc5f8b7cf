import type { LatencyMs } from '../graph/mesh-graph';
import type { Finding } from './conclude';
import type { Direction } from './tolerances';

export type LatencyQuantile = keyof LatencyMs;
export const LATENCY_QUANTILES: readonly LatencyQuantile[] = ['p50', 'p95', 'p99', 'avg'];

/** How long requests may take. Reaching a limit counts. */
export interface LatencyObjective {
  readonly quantile: LatencyQuantile;
  readonly direction: Direction;
  readonly degradedMs: number;
  readonly failingMs: number;
  /** Goes on after "of": `latency rule 1 in the health file`. */
  readonly origin: string;
}

/** A latency of one edge; `told` says of which, after the name of the quantile: " of calls from shop/web". */
export interface MeasuredLatency {
  readonly latencyMs?: LatencyMs;
  readonly told: string;
}

/** Judges the slowest of all. A latency that nobody measured never counts, and one within its objective is no news. */
export function judgeLatency(measured: readonly MeasuredLatency[], objective: LatencyObjective): Finding[] {
  const { quantile, degradedMs, failingMs, origin } = objective;
  const [slowest] = measured
    .map(({ latencyMs, told }) => ({ told, ms: latencyMs?.[quantile] ?? Number.NaN }))
    .filter(({ ms }) => ms >= degradedMs)
    .sort((a, b) => b.ms - a.ms || (a.told < b.told ? -1 : 1));
  if (slowest === undefined) return [];
  const status = slowest.ms >= failingMs ? 'failing' : 'degraded';
  const limit = status === 'failing' ? failingMs : degradedMs;
  const name = quantile === 'avg' ? 'Average' : quantile;
  const told = `${name} latency${slowest.told} is ${print(slowest.ms)}`;
  const verb = slowest.ms > limit ? 'exceeds' : 'reaches';
  return [{ status, reason: `${told}; ${verb} the ${print(limit)} ${status} objective of ${origin}.` }];
}

function print(milliseconds: number): string {
  return `${Number(milliseconds.toPrecision(3))} ms`;
}
