import type { FieldReader } from '../kubernetes/field-reader';
import { asObject, isJsonObject, type JsonObject } from '../kubernetes/json';
import { fullGateway } from './full-gateway';
import type { Condition, ConditionSubject, MatchDraft, TextTest } from './route-draft';

/** Fields of a match that ask nothing. */
const SILENT = new Set(['name', 'statPrefix', 'ignoreUriCase', 'gateways']);

/**
 * The alternatives of a VirtualService's rule, for HTTP, TLS or TCP. What cannot be read is never taken for a rule that
 * matches everything: it stays a condition that nobody knows to hold.
 */
export function readMatches(
  fields: FieldReader,
  value: unknown,
  path: string,
  namespace: string,
): MatchDraft[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    fields.list(value, path);
    return [unreadable(path, {})];
  }
  return value.map((item: unknown, index) => {
    const at = `${path}[${index}]`;
    if (!isJsonObject(item)) {
      fields.refuse(at, 'must be an object');
      return unreadable(at, {});
    }
    return readMatch(fields, item, at, namespace);
  });
}

function unreadable(path: string, raw: JsonObject): MatchDraft {
  return { raw, path, gateways: [], conditions: [{ ...UNREADABLE, name: 'a match' }] };
}

const UNREADABLE = { about: 'unreadable', test: { kind: 'present' } } as const;

function readMatch(fields: FieldReader, raw: JsonObject, path: string, namespace: string): MatchDraft {
  const ignoresCase = fields.flag(raw['ignoreUriCase'], `${path}.ignoreUriCase`);
  const gateways = fields
    .texts(raw['gateways'], `${path}.gateways`)
    .map((name) => fullGateway(name, namespace));
  const conditions = Object.entries(raw)
    .filter(([field, value]) => !SILENT.has(field) && value !== undefined && value !== null)
    .flatMap(([field, value]) => readConditions(fields, field, value, `${path}.${field}`, ignoresCase));
  return { raw, path, gateways, conditions };
}

function readConditions(
  fields: FieldReader,
  field: string,
  value: unknown,
  path: string,
  ignoresCase: boolean,
): Condition[] {
  switch (field) {
    case 'uri':
      return readText(fields, 'uri', value, path, ignoresCase);
    case 'scheme':
    case 'method':
    case 'authority':
      return readText(fields, field, value, path);
    case 'headers':
      return readNamed(fields, 'header', value, path);
    case 'withoutHeaders':
      return readNamed(fields, 'header', value, path).map((one) => ({ ...one, isNegated: true }));
    case 'queryParams':
      return readNamed(fields, 'query', value, path);
    case 'port': {
      const port = fields.count(value, path);
      if (port === 0) return [];
      return port === undefined ? [cannotRead('port')] : [{ about: 'port', test: exact(String(port)) }];
    }
    case 'sourceNamespace': {
      if (value === '') return [];
      const text = fields.text(value, path);
      return text === undefined ? [cannotRead(field)] : [{ about: 'sourceNamespace', test: exact(text) }];
    }
    case 'sourceLabels':
      return readLabels(fields, value, path);
    case 'sniHosts':
    case 'destinationSubnets': {
      const values = fields.texts(value, path).toSorted();
      const about = field === 'sniHosts' ? 'sni' : 'subnet';
      if (values.length > 0) return [{ about, test: { kind: 'oneOf', values } }];
      return Array.isArray(value) && value.length === 0 ? [] : [cannotRead(field)];
    }
    default:
      fields.refuse(path, 'is not known');
      return [cannotRead(field)];
  }
}

function readLabels(fields: FieldReader, value: unknown, path: string): Condition[] {
  if (!isJsonObject(value)) {
    fields.object(value, path);
    return [cannotRead('sourceLabels')];
  }
  const labels = fields.labels(value, path);
  return Object.keys(value).map((name) =>
    Object.hasOwn(labels, name)
      ? { about: 'sourceLabel', name, test: exact(labels[name] ?? '') }
      : cannotRead('sourceLabels'),
  );
}

/** Conditions about headers or query parameters, which have names. */
function readNamed(
  fields: FieldReader,
  about: 'header' | 'query',
  value: unknown,
  path: string,
): Condition[] {
  if (!isJsonObject(value)) {
    fields.object(value, path);
    return [cannotRead(about)];
  }
  return Object.entries(value).map(([written, one]) => {
    const name = about === 'header' ? written.toLowerCase() : written;
    const test = readTest(fields, one, `${path}.${written}`);
    return test === undefined ? cannotRead(`${about} ${name}`) : { about, name, test };
  });
}

function readText(
  fields: FieldReader,
  about: ConditionSubject,
  value: unknown,
  path: string,
  ignoresCase = false,
): Condition[] {
  const test = readTest(fields, value, path);
  if (test === undefined) return [cannotRead(about)];
  return [{ about, test: ignoresCase && test.kind !== 'present' ? { ...test, ignoresCase } : test }];
}

/** A text match: an empty one asks only that there is something. Undefined where it cannot be read. */
function readTest(
  fields: FieldReader,
  value: unknown,
  path: string,
): Exclude<TextTest, { kind: 'oneOf' }> | undefined {
  if (value === null) return { kind: 'present' };
  if (!isJsonObject(value)) return fields.refuse(path, 'must be an object');
  for (const kind of ['exact', 'prefix', 'regex'] as const) {
    const text = asObject(value)[kind];
    if (text === undefined || text === null) continue;
    if (typeof text !== 'string') return fields.refuse(`${path}.${kind}`, 'must be a text');
    return { kind, value: text };
  }
  return Object.keys(value).length === 0
    ? { kind: 'present' }
    : fields.refuse(path, 'must have exact, prefix or regex');
}

function exact(value: string): TextTest {
  return { kind: 'exact', value };
}

function cannotRead(name: string): Condition {
  return { ...UNREADABLE, name };
}
