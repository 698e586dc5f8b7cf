import { isNode, LineCounter, parseDocument, stringify } from 'yaml';
import { asObject, type JsonObject } from '@/lib/core/kubernetes/json';

/** An object as text, and where in it some of its fields are. Lines count from 1. */
export interface PrintedObject {
  readonly text: string;
  readonly places: readonly {
    readonly path: string;
    readonly firstLine: number;
    readonly lastLine: number;
  }[];
}

/** A huge object is not read by anybody, nor highlighted. */
const LONGEST_TEXT = 200_000;

/**
 * An object as it is declared, without what the cluster adds, and the lines of these fields of it, such as
 * `spec.http[0].route[1]`; those that it does not have are left out.
 */
export function printObjectYaml(object: object, kind: string, paths: readonly string[]): PrintedObject {
  const from = asObject(object);
  const text = stringify(toDeclared(from, kind), { lineWidth: 0, aliasDuplicateObjects: false });
  if (text.length > LONGEST_TEXT)
    return { text: `${text.slice(0, LONGEST_TEXT)}\n# … cut off\n`, places: [] };
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const places = [...new Set(paths)].flatMap((path) => {
    const keys = splitPath(path);
    const node: unknown = keys.length === 0 ? undefined : document.getIn(keys, true);
    if (!isNode(node) || node.range == null) return [];
    const [start, end] = node.range;
    const firstLine = lines.linePos(start).line;
    // The range of a block ends where the next one begins.
    const lastLine = Math.max(firstLine, lines.linePos(Math.max(start, end - 1)).line);
    return [{ path, firstLine, lastLine }];
  });
  return { text, places };
}

function toDeclared(object: JsonObject, kind: string): JsonObject {
  const { managedFields: _1, uid: _2, generation: _3, ...metadata } = asObject(object['metadata']);
  const { apiVersion, spec } = object;
  return {
    ...(apiVersion === undefined ? {} : { apiVersion }),
    kind,
    metadata,
    ...(spec === undefined ? {} : { spec }),
  };
}

/** `spec.http[0].route` as `['spec', 'http', 0, 'route']`. */
function splitPath(path: string): (string | number)[] {
  return path
    .split(/[.[\]]+/)
    .filter((part) => part !== '')
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}
