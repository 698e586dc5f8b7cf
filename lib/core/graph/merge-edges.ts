import { conclude } from '../health/conclude';
import { compareText } from '../mesh/compare-text';
import { joinKey } from '../mesh/join-key';
import { eachInSteps, sortInSteps, type Steps } from '../steps/steps';
import type { BothWays, GraphEdge, LatencyMs, ResponseShare } from './mesh-graph';
import type { Reporter } from '../telemetry/traffic-sample';

export interface MergedEdges {
  edges: GraphEdge[];
  /** Which edges each edge with a new end stands for, sorted. */
  mergedEdges: ReadonlyMap<string, readonly string[]>;
}

/**
 * Leads edges to the groups that their ends became. Those that then lead from the same to the same by the same protocol
 * and count the same become one, with the sums of their numbers; all others stay the very objects they were. Sums are
 * made in the order of ids, so that the order of `edges` does not show.
 */
export function* mergeEdgesInSteps(
  edges: readonly GraphEdge[],
  groupOf: ReadonlyMap<string, string>,
): Steps<MergedEdges> {
  const kept: GraphEdge[] = [];
  const bundles = new Map<string, GraphEdge[]>();
  yield* eachInSteps(edges, (edge) => {
    const source = groupOf.get(edge.source);
    const target = groupOf.get(edge.target);
    if (source === undefined && target === undefined) {
      kept.push(edge);
      return;
    }
    const { protocol, unit } = edge;
    const id = mergedEdgeId(source ?? edge.source, target ?? edge.target, protocol, unit);
    const bundle = bundles.get(id);
    if (bundle) bundle.push(edge);
    else bundles.set(id, [edge]);
  });
  const mergedEdges = new Map<string, readonly string[]>();
  const merged: GraphEdge[] = [];
  yield* eachInSteps(bundles, ([id, bundle]) => {
    const [first, ...others] = bundle.toSorted((a, b) => compareText(a.id, b.id));
    if (first === undefined) return;
    mergedEdges.set(id, [first.id, ...others.map((edge) => edge.id)]);
    const source = groupOf.get(first.source) ?? first.source;
    const target = groupOf.get(first.target) ?? first.target;
    merged.push(rememberMerged(first, others, { id, source, target }));
  });
  return {
    edges: yield* sortInSteps([...kept, ...merged], (a, b) => compareText(a.id, b.id)),
    mergedEdges,
  };
}

interface Merged {
  readonly others: readonly GraphEdge[];
  readonly edge: GraphEdge;
}

/** By the first edge of a bundle: while an answer is looked at, most bundles stay as they are when a box is opened. */
const lastMerged = new WeakMap<GraphEdge, Merged>();

/** The very same edge for the same bundle as last time. */
function rememberMerged(
  first: GraphEdge,
  others: readonly GraphEdge[],
  ends: Pick<GraphEdge, 'id' | 'source' | 'target'>,
): GraphEdge {
  const last = lastMerged.get(first);
  const isSame =
    last?.edge.source === ends.source &&
    last.edge.target === ends.target &&
    last.others.length === others.length &&
    last.others.every((edge, index) => edge === others[index]);
  if (isSame) return last.edge;
  const whole = others.length === 0 ? first : mergeBundle(first, [first, ...others]);
  const edge = { ...whole, ...ends };
  lastMerged.set(first, { others, edge });
  return edge;
}

function mergedEdgeId(
  source: string,
  target: string,
  protocol: GraphEdge['protocol'],
  unit: GraphEdge['unit'],
): string {
  const id = `${source}>${target}>${protocol}`;
  const usual = protocol === 'tcp' ? 'bytes' : 'requests';
  return unit === usual ? id : `${id}>${unit}`;
}

function mergeBundle(first: GraphEdge, bundle: readonly GraphEdge[]): GraphEdge {
  const bytes = sumBothWays(bundle.map((edge) => edge.bytes));
  const messages = sumBothWays(bundle.map((edge) => edge.messages));
  const connections = sumFields(bundle.map((edge) => edge.connections));
  const throughput = sumFields(bundle.map((edge) => edge.throughput));
  const latencyMs = mergeLatency(bundle);
  const disagreement = mergeDisagreement(bundle);
  const via = union(bundle.flatMap((edge) => edge.via ?? []));
  const { id, source, target, protocol, unit } = first;
  return {
    id,
    source,
    target,
    protocol,
    unit,
    rate: sum(bundle.map((edge) => edge.rate)),
    errorRate: sum(bundle.map((edge) => edge.errorRate)),
    ...(bytes === undefined ? {} : { bytes }),
    ...(connections === undefined ? {} : { connections }),
    ...(messages === undefined ? {} : { messages }),
    ...(throughput === undefined ? {} : { throughput }),
    responses: mergeResponses(bundle),
    reportedBy: mergeReporters(bundle),
    ...(disagreement === undefined ? {} : { disagreement }),
    ...(via.length === 0 ? {} : { via }),
    mtls: {
      mutual: sum(bundle.map(({ mtls }) => mtls.mutual)),
      plaintext: sum(bundle.map(({ mtls }) => mtls.plaintext)),
      unknown: sum(bundle.map(({ mtls }) => mtls.unknown)),
    },
    principals: {
      source: union(bundle.flatMap(({ principals }) => principals.source)),
      destination: union(bundle.flatMap(({ principals }) => principals.destination)),
    },
    ...(latencyMs === undefined ? {} : { latencyMs }),
    health: conclude(
      bundle.flatMap(({ health: { status, reasons } }) => [
        { status },
        ...reasons.map((reason) => ({ status, reason })),
      ]),
    ),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function union(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort(compareText);
}

/** A direction is known when any part knows it. */
function sumBothWays(parts: readonly (BothWays | undefined)[]): BothWays | undefined {
  const known = parts.flatMap((part) => part ?? []);
  if (known.length === 0) return undefined;
  const total: BothWays = {};
  const toServer = known.flatMap((part) => part.toServer ?? []);
  const toClient = known.flatMap((part) => part.toClient ?? []);
  if (toServer.length > 0) total.toServer = sum(toServer);
  if (toClient.length > 0) total.toClient = sum(toClient);
  return total;
}

function sumFields<Field extends string>(
  parts: readonly (Readonly<Record<Field, number>> | undefined)[],
): Record<Field, number> | undefined {
  let total: Record<Field, number> | undefined;
  for (const part of parts) {
    if (part === undefined) continue;
    const next: Record<Field, number> = { ...part };
    if (total !== undefined) for (const field of keysOf(part)) next[field] += total[field];
    total = next;
  }
  return total;
}

function keysOf<Field extends string>(fields: Readonly<Record<Field, number>>): Field[] {
  return Object.keys(fields) as Field[];
}

function mergeResponses(bundle: readonly GraphEdge[]): ResponseShare[] {
  const byKey = new Map<string, ResponseShare>();
  for (const { code, flags, host, rate } of bundle.flatMap((edge) => edge.responses)) {
    const key = joinKey(code, flags, host);
    byKey.set(key, { code, flags, host, rate: (byKey.get(key)?.rate ?? 0) + rate });
  }
  return [...byKey]
    .sort(([a, x], [b, y]) => y.rate - x.rate || compareText(a, b))
    .map(([, response]) => response);
}

const reporters = ['source', 'destination', 'waypoint'] as const;

/** Counts of each reporter; shown are those of whoever counted most of what the edge shows. */
function mergeReporters(bundle: readonly GraphEdge[]): GraphEdge['reportedBy'] {
  const chosen = new Map<Reporter, number>();
  for (const edge of bundle) {
    const { chosen: by } = edge.reportedBy;
    chosen.set(by, (chosen.get(by) ?? 0) + edge.rate);
  }
  const [first] = [...chosen].sort(([a, x], [b, y]) => y - x || reporters.indexOf(a) - reporters.indexOf(b));
  const merged: GraphEdge['reportedBy'] = { chosen: first?.[0] ?? 'source' };
  for (const reporter of reporters) {
    const counts = bundle.flatMap((edge) => edge.reportedBy[reporter] ?? []);
    if (counts.length === 0) continue;
    merged[reporter] = {
      rate: sum(counts.map((count) => count.rate)),
      errorRate: sum(counts.map((count) => count.errorRate)),
    };
  }
  return merged;
}

/** Averages can be averaged. Quantiles cannot, and are left out: what is not known is not told. */
function mergeLatency(bundle: readonly GraphEdge[]): LatencyMs | undefined {
  const timed = bundle.flatMap(({ rate, latencyMs }) =>
    latencyMs?.avg === undefined || !(rate > 0) ? [] : [{ rate, avg: latencyMs.avg }],
  );
  const total = sum(timed.map(({ rate }) => rate));
  if (!(total > 0)) return undefined;
  return { avg: sum(timed.map(({ rate, avg }) => (rate / total) * avg)) };
}

function mergeDisagreement(bundle: readonly GraphEdge[]): string | undefined {
  const told = bundle.flatMap(({ disagreement }) => disagreement ?? []);
  if (told.length === 0) return undefined;
  return `Client and server disagree on ${told.length} of the ${bundle.length} calls that this edge stands for.`;
}
