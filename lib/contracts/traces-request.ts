import type { NodeIdentity } from '@/lib/core/graph/mesh-graph';
import { parseNodeId } from '@/lib/core/graph/node-identity';
import { fail, succeed, type Outcome } from '@/lib/core/mesh/problem';
import { readGraphRequest, type GraphRequest } from './graph-request';
import { readBoolean, readParameters } from './read-parameters';

/** What `GET /api/traces` is asked for. */
export interface TracesRequest extends Pick<
  GraphRequest,
  'level' | 'serviceNodes' | 'windowSeconds' | 'atSeconds'
> {
  /** An edge by its ends, or a node. */
  readonly part:
    | { readonly kind: 'edge'; readonly source: NodeIdentity; readonly target: NodeIdentity }
    | { readonly kind: 'node'; readonly node: NodeIdentity };
  readonly errors: boolean;
  readonly minDurationMs?: number;
  readonly limit: number;
}

export const TRACES_PARAMETERS = [
  'source',
  'target',
  'node',
  'errors',
  'minDurationMs',
  'window',
  'at',
  'limit',
  'level',
  'serviceNodes',
] as const;

const DEFAULT_LIMIT = 20;
const MOST_TRACES = 100;
const LONGEST_MS = 86_400_000;

/** Reads the query parameters of `GET /api/traces`. */
export function parseTracesRequest(parameters: URLSearchParams): Outcome<TracesRequest> {
  const read = readParameters(parameters, TRACES_PARAMETERS);
  if (!read.ok) return read;
  const { source, target, node, errors, minDurationMs, limit, ...rest } = read.value;
  const graph = readGraphRequest(rest);
  if (!graph.ok) return graph;
  const part = readPart(source, target, node);
  if (!part.ok) return part;
  const onlyErrors = readBoolean(errors, 'errors', false);
  if (!onlyErrors.ok) return onlyErrors;
  const least = readLeastDuration(minDurationMs);
  if (!least.ok) return least;
  const most = readLimit(limit);
  if (!most.ok) return most;
  const { level, serviceNodes, windowSeconds, atSeconds } = graph.value;
  return succeed({
    level,
    serviceNodes,
    windowSeconds,
    ...(atSeconds === undefined ? {} : { atSeconds }),
    part: part.value,
    errors: onlyErrors.value,
    ...(least.value === undefined ? {} : { minDurationMs: least.value }),
    limit: most.value,
  });
}

function readPart(
  source: string | undefined,
  target: string | undefined,
  node: string | undefined,
): Outcome<TracesRequest['part']> {
  if ((node === undefined) === (source === undefined && target === undefined))
    return fail('invalid-part', 'Name either a node, or the source and the target of an edge.', 'node');
  if (node !== undefined) {
    const identity = parseNodeId(node);
    if (identity === undefined) return fail('invalid-part', 'No node has such an id.', 'node');
    return succeed({ kind: 'node', node: identity });
  }
  const from = parseNodeId(source ?? '');
  if (from === undefined) return fail('invalid-part', 'No node has such an id.', 'source');
  const to = parseNodeId(target ?? '');
  if (to === undefined) return fail('invalid-part', 'No node has such an id.', 'target');
  return succeed({ kind: 'edge', source: from, target: to });
}

function readLeastDuration(text: string | undefined): Outcome<number | undefined> {
  if (text === undefined) return succeed(undefined);
  const value = /^\d{1,8}(\.\d{1,6})?$/.test(text) ? Number(text) : Number.NaN;
  if (value <= LONGEST_MS) return succeed(value);
  return fail('invalid-duration', 'minDurationMs is a number of milliseconds up to a day.', 'minDurationMs');
}

function readLimit(text: string | undefined): Outcome<number> {
  if (text === undefined) return succeed(DEFAULT_LIMIT);
  const value = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= 1 && value <= MOST_TRACES) return succeed(value);
  return fail('invalid-limit', `limit is a whole number from 1 to ${MOST_TRACES}.`, 'limit');
}
