import { joinKey } from '../mesh/join-key';
import { countsTowardsRate, unitOf } from '../telemetry/rate-unit';
import { isFailure, UNREPORTED_CODE } from '../telemetry/response-class';
import type {
  CallSumSample,
  LatencyHistogram,
  Protocol,
  Reporter,
  Security,
  TrafficSample,
} from '../telemetry/traffic-sample';
import type { NodeIdentity, ReporterCount, ResponseShare } from './mesh-graph';

/** Which arrow it is. */
export interface EdgeEnds {
  readonly source: NodeIdentity;
  readonly target: NodeIdentity;
  readonly sourceId: string;
  readonly targetId: string;
  readonly protocol: Protocol;
}

/** Everything known so far of one arrow. Sums of different reporters stay apart. */
export interface EdgeEntry extends EdgeEnds {
  rate: number;
  errorRate: number;
  /** Of the chosen reporters: sums of each measure that was read. */
  readonly measures: Map<TrafficSample['measure'], number>;
  readonly responses: Map<string, ResponseShare>;
  readonly reported: Map<Reporter, ReporterCount>;
  readonly chosen: Map<Reporter, number>;
  /** Of calls that both sides report. */
  readonly client: ReporterCount;
  readonly server: ReporterCount;
  readonly security: Record<Security, number>;
  readonly sourcePrincipals: Set<string>;
  readonly destinationPrincipals: Set<string>;
  readonly via: Set<string>;
  readonly histograms: Part<LatencyHistogram>[];
  readonly sums: Part<CallSumSample>[];
}

/** What belongs to an arrow of a sample. */
export interface Part<T> {
  /** 0 to 1. */
  readonly share: number;
  readonly sample: T;
}

/** An arrow of which nothing is known yet. */
export function emptyEntry({ source, target, sourceId, targetId, protocol }: EdgeEnds): EdgeEntry {
  return {
    source,
    target,
    sourceId,
    targetId,
    protocol,
    rate: 0,
    errorRate: 0,
    measures: new Map(),
    responses: new Map(),
    reported: new Map(),
    chosen: new Map(),
    client: { rate: 0, errorRate: 0 },
    server: { rate: 0, errorRate: 0 },
    security: { mutual: 0, plaintext: 0, unknown: 0 },
    sourcePrincipals: new Set(),
    destinationPrincipals: new Set(),
    via: new Set(),
    histograms: [],
    sums: [],
  };
}

/** Counts a report of the chosen reporter as the arrow's own. `rate` is the part of the sample that belongs here. */
export function addChosen(entry: EdgeEntry, sample: TrafficSample, rate: number): void {
  const failed = isFailure(sample);
  // A connection that is still open has no flags yet: those of closed ones tell how it ended.
  const isBrokenOff = sample.measure === 'connectionsClosed' && failed;
  addTo(entry.measures, isBrokenOff ? 'connectionsFailed' : sample.measure, rate);
  if (!countsTowardsRate(sample.measure)) return;
  addTo(entry.chosen, sample.reporter, rate);
  entry.rate += rate;
  if (failed) entry.errorRate += rate;
  addResponse(entry.responses, sample, rate);
}

/** Counts a report for its reporter, whether or not it is the chosen one. */
export function addReported(entry: EdgeEntry, sample: TrafficSample, rate: number): void {
  const known = entry.reported.get(sample.reporter) ?? { rate: 0, errorRate: 0 };
  entry.reported.set(sample.reporter, known);
  addCount(known, sample, rate);
}

export function addCount(count: ReporterCount, sample: TrafficSample, rate: number): void {
  if (!countsTowardsRate(sample.measure)) return;
  count.rate += rate;
  if (isFailure(sample)) count.errorRate += rate;
}

export function addTo<K>(sums: Map<K, number>, key: K, value: number): void {
  sums.set(key, (sums.get(key) ?? 0) + value);
}

function addResponse(responses: Map<string, ResponseShare>, sample: TrafficSample, rate: number): void {
  // A label that was dropped is no missing response. Bytes have no code, and messages none yet.
  const code = sample.code ?? (unitOf(sample.measure) === 'bytes' ? '-' : UNREPORTED_CODE);
  const flags = sample.flags ?? '-';
  const host = sample.service.host ?? sample.service.name ?? 'unknown';
  const key = joinKey(code, flags, host);
  const known = responses.get(key);
  if (known === undefined) responses.set(key, { code, flags, host, rate });
  else known.rate += rate;
}
