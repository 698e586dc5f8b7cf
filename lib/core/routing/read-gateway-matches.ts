import type { FieldReader } from '../kubernetes/field-reader';
import { isJsonObject, type JsonObject } from '../kubernetes/json';
import type { Condition, MatchDraft, TextTest } from './route-draft';

/** An alternative of a Gateway API rule, and what decides its place among others. */
export interface RankedMatch {
  readonly match: MatchDraft;
  readonly rank: readonly number[];
}

/** Exact paths go first, then prefixes, then patterns; the longer ones, those with a method, more headers, more queries. */
type Rank = readonly [kind: number, length: number, method: number, headers: number, queries: number];

const PATH_RANKS = { exact: 3, prefix: 2, pathPrefix: 2, regex: 1 } as const;
const UNRANKED: Rank = [-1, 0, 0, 0, 0];

/** Alternatives of an HTTPRoute's rule: none, or one without a path, means every path. */
export function readHttpMatches(fields: FieldReader, value: unknown, path: string): RankedMatch[] {
  return readAlternatives(fields, value, path, [2, 1, 0, 0, 0], (raw, at) => {
    const uri = readPath(fields, raw['path'], `${at}.path`);
    const method = fields.text(raw['method'], `${at}.method`);
    const headers = readNamed(fields, 'header', raw['headers'], `${at}.headers`);
    const queries = readNamed(fields, 'query', raw['queryParams'], `${at}.queryParams`);
    const asked = method === undefined ? [] : [{ about: 'method', test: exact(method) } as const];
    return {
      conditions: [uri, ...asked, ...headers, ...queries],
      rank: [...rankOf(uri), asked.length, headers.length, queries.length],
    };
  });
}

/** Alternatives of a GRPCRoute's rule: a method is a path of two segments. */
export function readGrpcMatches(fields: FieldReader, value: unknown, path: string): RankedMatch[] {
  return readAlternatives(fields, value, path, UNRANKED, (raw, at) => {
    const called = readGrpcMethod(fields, raw['method'], `${at}.method`);
    const headers = readNamed(fields, 'header', raw['headers'], `${at}.headers`);
    return {
      conditions: [...called, ...headers],
      rank: [...(called[0] === undefined ? [-1, 0] : rankOf(called[0])), 0, headers.length, 0],
    };
  });
}

function readAlternatives(
  fields: FieldReader,
  value: unknown,
  path: string,
  rankOfAll: Rank,
  read: (raw: JsonObject, path: string) => { conditions: Condition[]; rank: readonly number[] },
): RankedMatch[] {
  const absent = value === undefined || value === null || (Array.isArray(value) && value.length === 0);
  if (absent) return [{ match: { raw: {}, path, gateways: [], conditions: [] }, rank: rankOfAll }];
  if (!Array.isArray(value)) {
    fields.list(value, path);
    return [];
  }
  // What cannot be read matches nothing, rather than everything.
  return fields.objects(value, path).map(({ object: raw, path: at }) => {
    const { conditions, rank } = read(raw, at);
    return { match: { raw, path: at, gateways: [], conditions }, rank };
  });
}

function rankOf({ test }: Condition): [number, number] {
  return test.kind === 'oneOf' || test.kind === 'present'
    ? [-1, 0]
    : [PATH_RANKS[test.kind], test.value.length];
}

/** A prefix goes by whole segments, so that a final slash says nothing. */
function readPath(fields: FieldReader, value: unknown, path: string): Condition {
  const written = fields.object(value, path);
  if (written === undefined && isGiven(value)) return cannotRead('path');
  const type = fields.word(written?.['type'] ?? 'PathPrefix', `${path}.type`, [
    'Exact',
    'PathPrefix',
    'RegularExpression',
  ]);
  const text = fields.text(written?.['value'] ?? '/', `${path}.value`);
  if (type === undefined || text === undefined) return cannotRead('path');
  if (type === 'Exact') return { about: 'uri', test: exact(text) };
  if (type === 'RegularExpression') return { about: 'uri', test: { kind: 'regex', value: text } };
  const prefix = text === '/' ? text : text.replace(/\/$/, '');
  return { about: 'uri', test: { kind: 'pathPrefix', value: prefix } };
}

function readGrpcMethod(fields: FieldReader, value: unknown, path: string): Condition[] {
  const written = fields.object(value, path);
  if (written === undefined) return isGiven(value) ? [cannotRead('method')] : [];
  const service = fields.text(written['service'], `${path}.service`);
  const method = fields.text(written['method'], `${path}.method`);
  if (service === undefined && method === undefined) return [];
  if (written['type'] === 'RegularExpression') {
    const pattern = `/${service ?? '.+'}/${method ?? '.+'}`;
    return [{ about: 'uri', test: { kind: 'regex', value: pattern } }];
  }
  if (method === undefined) return [{ about: 'uri', test: { kind: 'prefix', value: `/${service}/` } }];
  if (service === undefined) return [{ about: 'uri', test: { kind: 'regex', value: `/[^/]+/${method}` } }];
  return [{ about: 'uri', test: exact(`/${service}/${method}`) }];
}

/** Of several conditions about one name the first counts. */
function readNamed(
  fields: FieldReader,
  about: 'header' | 'query',
  value: unknown,
  path: string,
): Condition[] {
  if (isGiven(value) && !Array.isArray(value)) {
    fields.list(value, path);
    return [cannotRead(about)];
  }
  const found = new Map<string, Condition>();
  for (const [index, item] of fields.list(value, path).entries()) {
    const at = `${path}[${index}]`;
    const entry = isJsonObject(item) ? item : {};
    const written = fields.text(entry['name'], `${at}.name`);
    const text = fields.text(entry['value'], `${at}.value`);
    const type = fields.word(entry['type'] ?? 'Exact', `${at}.type`, ['Exact', 'RegularExpression']);
    if (
      written === undefined ||
      type === undefined ||
      (text === undefined && isGiven(entry['value']) && entry['value'] !== '')
    ) {
      fields.refuse(at, 'cannot be read');
      found.set(`[${index}]`, cannotRead(about));
      continue;
    }
    const name = about === 'header' ? written.toLowerCase() : written;
    const test: TextTest = type === 'Exact' ? exact(text ?? '') : { kind: 'regex', value: text ?? '' };
    if (!found.has(name)) found.set(name, { about, name, test });
  }
  return [...found.values()];
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function exact(value: string): TextTest {
  return { kind: 'exact', value };
}

function cannotRead(name: string): Condition {
  return { about: 'unreadable', name, test: { kind: 'present' } };
}
