import { UpstreamError } from '@/lib/adapters/http/upstream-error';

export type LabelSet = Readonly<Record<string, string>>;

/** One value of an instant answer. `value` may be NaN or infinite: the reader decides what that means. */
export interface PrometheusSample {
  readonly labels: LabelSet;
  readonly atSeconds: number;
  readonly value: number;
}

export interface PrometheusSeries {
  readonly labels: LabelSet;
  readonly points: readonly { readonly atSeconds: number; readonly value: number }[];
}

/** What every answer of the HTTP API carries beside its data. */
export interface Envelope {
  readonly data: unknown;
  readonly warnings: readonly string[];
  readonly infos: readonly string[];
}

/** The words for an answer that calls itself partial. */
export const PARTIAL_ANSWER = 'partial answer: not all storage nodes answered';
const MAX_NOTES = 50;
const MAX_NOTE_LENGTH = 1000;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function malformed(detail: string): UpstreamError {
  return new UpstreamError('prometheus', 'malformed', { status: 200, detail });
}

function readNotes(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value
    .filter((note) => typeof note === 'string')
    .slice(0, MAX_NOTES)
    .map((note) => note.slice(0, MAX_NOTE_LENGTH));
}

/**
 * Opens a successful answer's envelope.
 * @throws UpstreamError `empty`, `notJson` (an HTML page, say), `malformed` (cut off, or not the API's envelope)
 */
export function parseEnvelope(text: string): Envelope {
  const start = text.trimStart().slice(0, 1);
  if (start === '') throw new UpstreamError('prometheus', 'empty', { status: 200 });
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // The parser's message quotes the body.
    if (start !== '{' && start !== '[') throw new UpstreamError('prometheus', 'notJson', { status: 200 });
    throw malformed('the JSON is broken or cut off');
  }
  if (!isRecord(parsed)) throw malformed('not an answer of the query API');
  if (parsed['status'] === 'error') throw new UpstreamError('prometheus', 'badRequest', { status: 200 });
  if (parsed['status'] !== 'success') throw malformed('not an answer of the query API');
  // VictoriaMetrics' cluster does not warn: it has a field of its own for answers that lack a node's part.
  const lacking = parsed['isPartial'] === true ? [PARTIAL_ANSWER] : [];
  return {
    data: parsed['data'],
    warnings: [...lacking, ...readNotes(parsed['warnings'])],
    infos: readNotes(parsed['infos']),
  };
}

/** Reads a sample value as Prometheus spells it: `+Inf`, `-Inf`, `NaN` or a Go float. Anything else is undefined. */
export function parseValue(text: unknown): number | undefined {
  if (typeof text !== 'string') return undefined;
  switch (text) {
    case '+Inf':
    case 'Inf':
      return Number.POSITIVE_INFINITY;
    case '-Inf':
      return Number.NEGATIVE_INFINITY;
    case 'NaN':
      return Number.NaN;
    default:
      return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
  }
}

function parsePoint(pair: unknown): { atSeconds: number; value: number } | undefined {
  if (!Array.isArray(pair)) return undefined;
  const [at, text]: unknown[] = pair;
  const value = parseValue(text);
  return typeof at === 'number' && Number.isFinite(at) && value !== undefined
    ? { atSeconds: at, value }
    : undefined;
}

function parseLabels(metric: unknown): LabelSet | undefined {
  if (metric === undefined) return {};
  if (!isRecord(metric)) return undefined;
  for (const name in metric) if (typeof metric[name] !== 'string') return undefined;
  return metric as LabelSet;
}

function resultOf(data: unknown, type: string): unknown[] {
  if (!isRecord(data)) throw malformed('no result');
  if (data['resultType'] !== type) throw malformed(`the result is not a ${type}`);
  if (!Array.isArray(data['result'])) throw malformed('no result');
  return data['result'];
}

/**
 * Reads a vector. Native histogram samples have no single value: they are counted, not read.
 * @throws UpstreamError `malformed` for another result type or a sample that is no sample
 */
export function parseVector(data: unknown): { samples: PrometheusSample[]; nativeHistograms: number } {
  return parseVectorEntries(resultOf(data, 'vector'));
}

/** The same of entries that were taken out of the vector before. */
export function parseVectorEntries(entries: readonly unknown[]): {
  samples: PrometheusSample[];
  nativeHistograms: number;
} {
  const samples: PrometheusSample[] = [];
  let nativeHistograms = 0;
  for (const entry of entries) {
    const labels = isRecord(entry) ? parseLabels(entry['metric']) : undefined;
    if (!isRecord(entry) || labels === undefined) throw malformed('a sample without a label set');
    if (entry['value'] === undefined && entry['histogram'] !== undefined) {
      nativeHistograms += 1;
      continue;
    }
    const point = parsePoint(entry['value']);
    if (point === undefined) throw malformed('a sample without time and value');
    samples.push({ labels, atSeconds: point.atSeconds, value: point.value });
  }
  return { samples, nativeHistograms };
}

/**
 * Reads a matrix; native histogram points are counted, not read.
 * @throws UpstreamError `malformed` for another result type or a series that is no series
 */
export function parseMatrix(data: unknown): { series: PrometheusSeries[]; nativeHistograms: number } {
  const series: PrometheusSeries[] = [];
  let nativeHistograms = 0;
  for (const entry of resultOf(data, 'matrix')) {
    const labels = isRecord(entry) ? parseLabels(entry['metric']) : undefined;
    if (!isRecord(entry) || labels === undefined) throw malformed('a series without a label set');
    const values: unknown = entry['values'] ?? [];
    const histograms: unknown = entry['histograms'] ?? [];
    if (!Array.isArray(values) || !Array.isArray(histograms)) throw malformed('a series without points');
    nativeHistograms += histograms.length;
    const points = values.map((pair) => {
      const point = parsePoint(pair);
      if (point === undefined) throw malformed('a point without time and value');
      return point;
    });
    if (points.length > 0 || histograms.length === 0) series.push({ labels, points });
  }
  return { series, nativeHistograms };
}

/**
 * Reads a scalar, which VictoriaMetrics answers as a vector of one sample without labels.
 * @throws UpstreamError `malformed` for anything else
 */
export function parseScalar(data: unknown): number {
  if (isRecord(data) && data['resultType'] === 'vector') {
    const { samples } = parseVector(data);
    const [only] = samples;
    if (only === undefined || samples.length > 1 || Object.keys(only.labels).length > 0)
      throw malformed('a vector where a scalar was asked for');
    return only.value;
  }
  const [at, text] = resultOf(data, 'scalar');
  const point = parsePoint([at, text]);
  if (point === undefined) throw malformed('a scalar without time and value');
  return point.value;
}

/** Reads a list of strings, such as label values. @throws UpstreamError `malformed` for anything else */
export function parseStrings(data: unknown): string[] {
  if (!Array.isArray(data) || !data.every((item) => typeof item === 'string'))
    throw malformed('not a list of texts');
  return data;
}

/** Reads a flat object and keeps its texts. @throws UpstreamError `malformed` for anything else */
export function parseTexts(data: unknown): Map<string, string> {
  if (!isRecord(data)) throw malformed('not an object');
  const texts = new Map<string, string>();
  for (const [key, value] of Object.entries(data)) if (typeof value === 'string') texts.set(key, value);
  return texts;
}
