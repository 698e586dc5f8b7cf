import { parseDurationSeconds, printDuration } from '@/lib/core/mesh/duration';
import { fail, succeed, type Outcome } from '@/lib/core/mesh/problem';
import { graphLevels, type GraphLevel } from './graph';
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
}

export const DEFAULT_WINDOW_SECONDS = 300;
export const MIN_WINDOW_SECONDS = 30;
export const MAX_WINDOW_SECONDS = 30 * 86_400;
export const MAX_NAMESPACES = 500;

export const GRAPH_PARAMETERS = ['namespaces', 'level', 'serviceNodes', 'window', 'at', 'idle'] as const;

/** Reads the query parameters of `GET /api/graph`. */
export function parseGraphRequest(parameters: URLSearchParams): Outcome<GraphRequest> {
  const read = readParameters(parameters, GRAPH_PARAMETERS);
  return read.ok ? readGraphRequest(read.value) : read;
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
  return succeed({
    level: level.value,
    serviceNodes: serviceNodes.value,
    windowSeconds: windowSeconds.value,
    idle: idle.value,
    ...(namespaces.value === undefined ? {} : { namespaces: namespaces.value }),
    ...(atSeconds.value === undefined ? {} : { atSeconds: atSeconds.value }),
  });
}

function readNamespaces(text: string | undefined): Outcome<readonly string[] | undefined> {
  if (text === undefined) return succeed(undefined);
  const names = [...new Set(text.split(','))].sort();
  if (names.length > MAX_NAMESPACES) {
    return fail(
      'too-many-namespaces',
      `Name at most ${MAX_NAMESPACES} namespaces, or none for all.`,
      'namespaces',
    );
  }
  if (names.some((name) => name.length > 63 || !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name))) {
    const message =
      'namespaces is a list of namespace names separated by commas: lower-case letters, digits and "-".';
    return fail('invalid-namespaces', message, 'namespaces');
  }
  return succeed(names);
}

function readLevel(text: string | undefined): Outcome<GraphLevel> {
  const level = graphLevels.find((candidate) => candidate === (text ?? 'versionedApp'));
  if (level !== undefined) return succeed(level);
  return fail('invalid-level', `level is one of ${graphLevels.join(', ')}.`, 'level');
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
