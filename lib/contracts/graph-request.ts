import { parseDurationSeconds, printDuration } from '@/lib/core/mesh/duration';
import { DEFAULT_RATES, type NodeIdentity } from '@/lib/core/graph/mesh-graph';
import { parseNodeId } from '@/lib/core/graph/node-identity';
import { fail, succeed, type Outcome } from '@/lib/core/mesh/problem';
import { graphLevels, grpcRates, httpRates, tcpRates, type GraphLevel, type GraphRates } from './graph';
import { readBoolean, readParameters } from './read-parameters';

/** What `GET /api/graph` is asked for. */
export interface GraphRequest {
  /** Sorted and unique; absent means all. */
  readonly namespaces?: readonly string[];
  readonly level: GraphLevel;
  readonly serviceNodes: boolean;
  readonly windowSeconds: number;
  /** Unix seconds; absent means Prometheus' now. */
  readonly atSeconds?: number;
  readonly idle: boolean;
  readonly rates: GraphRates;
  /** Draw waypoints and the transport legs to and from them. */
  readonly legs: boolean;
  /** Only the calls of this node. */
  readonly node?: NodeIdentity;
  /** Namespaces whose calls have quantiles of latency even where there are too many calls for all to have them. */
  readonly quantiles?: readonly string[];
  /** Only what is drawn first, where all of it would be too large to be read. */
  readonly overview?: boolean;
}

export const DEFAULT_WINDOW_SECONDS = 300;
export const MIN_WINDOW_SECONDS = 30;
export const MAX_WINDOW_SECONDS = 30 * 86_400;
export const MAX_NAMESPACES = 500;

export const GRAPH_PARAMETERS = [
  'namespaces',
  'level',
  'serviceNodes',
  'window',
  'at',
  'idle',
  'rateHttp',
  'rateGrpc',
  'rateTcp',
  'legs',
] as const;
/** A graph may also be asked for the calls of one node only, for quantiles of some namespaces only, and for an overview. */
const MESH_GRAPH_PARAMETERS = [...GRAPH_PARAMETERS, 'node', 'quantiles', 'overview'] as const;

/** Reads the query parameters of `GET /api/graph`. */
export function parseGraphRequest(parameters: URLSearchParams): Outcome<GraphRequest> {
  const read = readParameters(parameters, MESH_GRAPH_PARAMETERS);
  if (!read.ok) return read;
  const request = readGraphRequest(read.value);
  if (!request.ok) return request;
  const { node } = read.value;
  const quantiles =
    read.value.quantiles === '' ? succeed([]) : readNamespaces(read.value.quantiles, 'quantiles');
  if (!quantiles.ok) return quantiles;
  const identity = node === undefined ? undefined : parseNodeId(node);
  if (node !== undefined && identity === undefined)
    return fail('invalid-part', 'No node has such an id.', 'node');
  const overview = readBoolean(read.value.overview, 'overview', false);
  if (!overview.ok) return overview;
  return succeed({
    ...request.value,
    ...(identity === undefined ? {} : { node: identity }),
    ...(quantiles.value === undefined ? {} : { quantiles: quantiles.value }),
    ...(overview.value ? { overview: true } : {}),
  });
}

/** The same from parameters that are already taken apart, for answers that ask about a part of a graph. */
export function readGraphRequest(
  values: Partial<Record<(typeof GRAPH_PARAMETERS)[number], string>>,
): Outcome<GraphRequest> {
  const namespaces = readNamespaces(values.namespaces);
  if (!namespaces.ok) return namespaces;
  const level = readLevel(values.level);
  if (!level.ok) return level;
  const serviceNodes = readBoolean(values.serviceNodes, 'serviceNodes', false);
  if (!serviceNodes.ok) return serviceNodes;
  const idle = readBoolean(values.idle, 'idle', false);
  if (!idle.ok) return idle;
  const windowSeconds = readWindow(values.window);
  if (!windowSeconds.ok) return windowSeconds;
  const atSeconds = readInstant(values.at);
  if (!atSeconds.ok) return atSeconds;
  const legs = readBoolean(values.legs, 'legs', false);
  if (!legs.ok) return legs;
  const rates = readRates(values);
  if (!rates.ok) return rates;
  return succeed({
    rates: rates.value,
    legs: legs.value,
    level: level.value,
    serviceNodes: serviceNodes.value,
    windowSeconds: windowSeconds.value,
    idle: idle.value,
    ...(namespaces.value === undefined ? {} : { namespaces: namespaces.value }),
    ...(atSeconds.value === undefined ? {} : { atSeconds: atSeconds.value }),
  });
}

function readNamespaces(
  text: string | undefined,
  parameter = 'namespaces',
): Outcome<readonly string[] | undefined> {
  if (text === undefined) return succeed(undefined);
  const names = [...new Set(text.split(','))].sort();
  if (names.length > MAX_NAMESPACES) {
    return fail(
      'too-many-namespaces',
      `Name at most ${MAX_NAMESPACES} namespaces, or none for all.`,
      parameter,
    );
  }
  if (names.some((name) => name.length > 63 || !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name))) {
    const message = `${parameter} is a list of namespace names separated by commas: lower-case letters, digits and "-".`;
    return fail('invalid-namespaces', message, parameter);
  }
  return succeed(names);
}

function readLevel(text: string | undefined): Outcome<GraphLevel> {
  const level = graphLevels.find((candidate) => candidate === (text ?? 'versionedApp'));
  if (level !== undefined) return succeed(level);
  return fail('invalid-level', `level is one of ${graphLevels.join(', ')}.`, 'level');
}

function readRates({
  rateHttp = DEFAULT_RATES.http,
  rateGrpc = DEFAULT_RATES.grpc,
  rateTcp = DEFAULT_RATES.tcp,
}: Partial<Record<'rateHttp' | 'rateGrpc' | 'rateTcp', string>>): Outcome<GraphRates> {
  const http = httpRates.find((rate) => rate === rateHttp);
  if (http === undefined) return refuseRates('rateHttp', httpRates);
  const grpc = grpcRates.find((rate) => rate === rateGrpc);
  if (grpc === undefined) return refuseRates('rateGrpc', grpcRates);
  const tcp = tcpRates.find((rate) => rate === rateTcp);
  if (tcp === undefined) return refuseRates('rateTcp', tcpRates);
  return succeed({ http, grpc, tcp });
}

function refuseRates(parameter: string, choices: readonly string[]): Outcome<never> {
  return fail('invalid-rate', `${parameter} is one of ${choices.join(', ')}.`, parameter);
}

function readWindow(text: string | undefined): Outcome<number> {
  if (text === undefined) return succeed(DEFAULT_WINDOW_SECONDS);
  const seconds = parseDurationSeconds(text);
  if (seconds === undefined) {
    return fail('invalid-window', 'window is a duration such as 30s, 5m, 1h30m or 2d.', 'window');
  }
  if (seconds < MIN_WINDOW_SECONDS || seconds > MAX_WINDOW_SECONDS) {
    const range = `${printDuration(MIN_WINDOW_SECONDS)} to ${printDuration(MAX_WINDOW_SECONDS)}`;
    return fail('window-out-of-range', `window reaches from ${range}.`, 'window');
  }
  return succeed(seconds);
}

function readInstant(text: string | undefined): Outcome<number | undefined> {
  if (text === undefined) return succeed(undefined);
  if (/^\d{1,11}(\.\d{1,3})?$/.test(text) && Number(text) > 0) return succeed(Number(text));
  return fail('invalid-time', 'at is a time in Unix seconds, for instance 1767225600.', 'at');
}
