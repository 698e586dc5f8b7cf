import type { Fault } from './fault';

type JsonObject = Record<string, unknown>;

/** Changes a parsed answer in place. */
export type Rewrite = (answer: JsonObject) => void;

export const TRUNCATED = 'results truncated due to limit';

/** How a fault changes good answers; undefined for faults that change something else. */
export function makeRewrite(fault: Fault): Rewrite | undefined {
  switch (fault.kind) {
    case 'warnings':
      return (answer) => {
        addNotes(answer, 'warnings', fault.warnings ?? []);
        addNotes(answer, 'infos', fault.infos ?? []);
      };
    case 'partial':
      return (answer) => {
        const { data, result } = readResult(answer);
        if (data === undefined || result.length <= fault.series) return;
        data['result'] = result.slice(0, fault.series);
        addNotes(answer, 'warnings', [TRUNCATED]);
      };
    case 'wrongType':
      return ({ data }) => {
        if (isObject(data) && 'resultType' in data) data['resultType'] = fault.type ?? 'string';
      };
    case 'nativeHistograms':
      return (answer) => eachSeries(answer, fault.every ?? 1, makeHistogram);
    case 'oddValues':
      return (answer) => eachSeries(answer, fault.every ?? 1, (series) => setValue(series, fault.value));
    case 'missingGroups':
      return (answer) => leaveOutGroups(answer, new Set(fault.groups));
    default:
      return undefined;
  }
}

/** Applies rewrites to a JSON text; anything else stays as it is. */
export function rewriteJson(body: Buffer, rewrites: readonly Rewrite[]): Buffer {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch {
    return body;
  }
  if (!isObject(parsed)) return body;
  for (const rewrite of rewrites) rewrite(parsed);
  return Buffer.from(JSON.stringify(parsed));
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listIn(object: JsonObject, name: string): unknown[] {
  const value = object[name];
  return Array.isArray(value) ? value : [];
}

function addNotes(answer: JsonObject, name: 'warnings' | 'infos', notes: readonly string[]): void {
  if (notes.length > 0) answer[name] = [...listIn(answer, name), ...notes];
}

/** The series of a vector or matrix; nothing for other results. */
function readResult(answer: JsonObject): { data: JsonObject | undefined; result: JsonObject[] } {
  const { data } = answer;
  if (!isObject(data) || (data['resultType'] !== 'vector' && data['resultType'] !== 'matrix'))
    return { data: undefined, result: [] };
  return { data, result: listIn(data, 'result').filter(isObject) };
}

function eachSeries(answer: JsonObject, every: number, change: (series: JsonObject) => void): void {
  for (const [index, series] of readResult(answer).result.entries()) if (index % every === 0) change(series);
}

function setValue(series: JsonObject, value: string): void {
  const change = (point: unknown): unknown => (Array.isArray(point) ? [point[0], value] : point);
  if (series['value'] !== undefined) series['value'] = change(series['value']);
  if (Array.isArray(series['values'])) series['values'] = series['values'].map(change);
}

function makeHistogram(series: JsonObject): void {
  const change = (point: unknown): unknown => {
    const [at, count]: unknown[] = Array.isArray(point) ? point : [];
    return [at, { count, sum: '1', buckets: [[0, '0.5', '1', count]] }];
  };
  if (series['value'] !== undefined) {
    series['histogram'] = change(series['value']);
    delete series['value'];
  }
  if (Array.isArray(series['values'])) {
    series['histograms'] = series['values'].map(change);
    delete series['values'];
  }
}

/** Takes groups out of the documents of discovery, in both their forms. */
function leaveOutGroups(answer: JsonObject, groups: ReadonlySet<string>): void {
  const { kind } = answer;
  if (kind === 'APIGroupList') {
    answer['groups'] = listIn(answer, 'groups').filter(
      (one) => !isObject(one) || !groups.has(String(one['name'])),
    );
  }
  if (kind === 'APIGroupDiscoveryList') {
    answer['items'] = listIn(answer, 'items').filter(
      (one) => !isObject(one) || !isObject(one['metadata']) || !groups.has(String(one['metadata']['name'])),
    );
  }
}
