import { parseGoDuration } from './go-duration';
import { JaegerError } from './jaeger-error';

/** What a search asks for. All that is said of a span must hold for one and the same span. */
export interface TraceQuery {
  readonly service: string;
  readonly operation?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly minDurationUs?: number;
  readonly maxDurationUs?: number;
  readonly limit: number;
}

const DEFAULT_LIMIT = 100;
const MOST = 1500;
const DEFAULT_LOOKBACK_SECONDS = 2 * 86_400;

/** Reads the parameters of `/api/traces`, as `cmd/query/app/query_parser.go` of Jaeger does. Throws JaegerError. */
export function parseTraceQuery(parameters: URLSearchParams, nowSeconds: number): TraceQuery {
  const service = parameters.get('service') ?? '';
  if (service === '') throw new JaegerError(400, "parameter 'service' is required");
  const toSeconds = readMicroseconds(parameters, 'end') ?? nowSeconds;
  const fromSeconds = readMicroseconds(parameters, 'start') ?? toSeconds - DEFAULT_LOOKBACK_SECONDS;
  const limit = readLimit(parameters.get('limit'));
  const tags: Record<string, string> = {};
  for (const tag of parameters.getAll('tag')) {
    const at = tag.indexOf(':');
    if (at < 0)
      throw new JaegerError(400, `malformed 'tag' parameter, expecting key:value, received: ${tag}`);
    tags[tag.slice(0, at)] = tag.slice(at + 1);
  }
  for (const text of parameters.getAll('tags')) Object.assign(tags, parseTags(text, 'tags'));
  return {
    service,
    tags,
    fromSeconds,
    toSeconds,
    limit,
    ...readRest(parameters, 'operation', 'minDuration', 'maxDuration'),
  };
}

/** The same of `/api/v3/traces`, whose times are texts and must be there. Throws JaegerError. */
export function parseTraceQueryV3(parameters: URLSearchParams): TraceQuery {
  const get = (name: string, older: string) =>
    parameters.get(`query.${name}`) ?? parameters.get(`query.${older}`) ?? undefined;
  const time = (name: string, older: string): number => {
    const text = get(name, older);
    if (text === undefined)
      throw new JaegerError(400, 'query.startTimeMin and query.startTimeMax are required.');
    const ms = Date.parse(text);
    if (Number.isNaN(ms)) throw new JaegerError(400, `malformed parameter query.${name}`);
    return ms / 1000;
  };
  const fromSeconds = time('startTimeMin', 'start_time_min');
  const toSeconds = time('startTimeMax', 'start_time_max');
  const plain = new URLSearchParams();
  const names = [
    ['operation', 'operationName', 'operation_name'],
    ['minDuration', 'durationMin', 'duration_min'],
    ['maxDuration', 'durationMax', 'duration_max'],
  ] as const;
  for (const [name, newer, older] of names) {
    const value = get(newer, older);
    if (value !== undefined) plain.set(name, value);
  }
  const attributes = parameters.get('query.attributes');
  return {
    service: get('serviceName', 'service_name') ?? '',
    tags: attributes === null ? {} : parseTags(attributes, 'query.attributes'),
    fromSeconds,
    toSeconds,
    limit: readLimit(get('searchDepth', 'search_depth') ?? get('numTraces', 'num_traces') ?? null),
    ...readRest(plain, 'operation', 'minDuration', 'maxDuration'),
  };
}

function readRest(
  parameters: URLSearchParams,
  operationName: string,
  minName: string,
  maxName: string,
): Pick<TraceQuery, 'operation' | 'minDurationUs' | 'maxDurationUs'> {
  const operation = parameters.get(operationName) ?? '';
  const minDurationUs = readDuration(parameters, minName);
  const maxDurationUs = readDuration(parameters, maxName);
  if (minDurationUs !== undefined && maxDurationUs !== undefined && maxDurationUs < minDurationUs)
    throw new JaegerError(400, "'maxDuration' should be greater than 'minDuration'");
  return {
    ...(operation === '' ? {} : { operation }),
    ...(minDurationUs === undefined ? {} : { minDurationUs }),
    ...(maxDurationUs === undefined ? {} : { maxDurationUs }),
  };
}

function readDuration(parameters: URLSearchParams, name: string): number | undefined {
  const text = parameters.get(name) ?? '';
  if (text === '') return undefined;
  const us = parseGoDuration(text);
  if (us === undefined)
    throw new JaegerError(400, `unable to parse param '${name}': time: missing unit in duration "${text}"`);
  return us;
}

function readMicroseconds(parameters: URLSearchParams, name: string): number | undefined {
  const text = parameters.get(name) ?? '';
  if (text === '') return undefined;
  if (!/^-?\d{1,19}$/.test(text))
    throw new JaegerError(400, `unable to parse param '${name}': invalid syntax`);
  return Number(text) / 1e6;
}

function readLimit(text: string | null): number {
  if (text === null || text === '') return DEFAULT_LIMIT;
  if (!/^\d{1,9}$/.test(text)) throw new JaegerError(400, `unable to parse param 'limit': invalid syntax`);
  return Math.min(MOST, Number(text));
}

/** Values must be texts: the server decodes into a map of strings. */
function parseTags(text: string, name: string): Record<string, string> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : undefined;
  if (entries === undefined || entries.some(([, one]) => typeof one !== 'string'))
    throw new JaegerError(400, `malformed '${name}' parameter, cannot unmarshal JSON: ${text}`);
  return Object.fromEntries(entries.map(([key, one]) => [key, String(one)]));
}
