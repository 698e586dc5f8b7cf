import { badRequestError } from './api-error';
import { isDeepEqual, isRecord, readString } from './json-value';

const mostOperations = 10_000;

function parsePointer(pointer: string): string[] {
  if (pointer === '') return [];
  if (!pointer.startsWith('/')) throw badRequestError(`invalid JSON pointer ${JSON.stringify(pointer)}`);
  const tokens = pointer.slice(1).split('/');
  return tokens.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function missing(pointer: string): Error {
  return badRequestError(`the JSON patch names a path that does not exist: ${pointer}`);
}

function readIndex(token: string, length: number, pointer: string): number {
  const index = /^(0|[1-9]\d{0,6})$/.test(token) ? Number(token) : -1;
  if (index < 0 || index > length) throw missing(pointer);
  return index;
}

function readAt(document: unknown, tokens: readonly string[], pointer: string): unknown {
  let current = document;
  for (const token of tokens) {
    if (Array.isArray(current)) {
      const index = readIndex(token, current.length - 1, pointer);
      current = current[index];
    } else if (isRecord(current) && Object.hasOwn(current, token)) current = current[token];
    else throw missing(pointer);
  }
  return current;
}

type Edit = { kind: 'add' | 'replace'; value: unknown } | { kind: 'remove' };

/** A copy of the document with one place edited; what is not on the way is shared. */
function editAt(document: unknown, tokens: readonly string[], edit: Edit, pointer: string): unknown {
  const [token, ...rest] = tokens;
  if (token === undefined) return edit.kind === 'remove' ? null : edit.value;
  if (Array.isArray(document)) {
    const append = token === '-' && rest.length === 0 && edit.kind === 'add';
    const adding = rest.length === 0 && edit.kind === 'add';
    const index = append
      ? document.length
      : readIndex(token, adding ? document.length : document.length - 1, pointer);
    if (rest.length > 0) return document.with(index, editAt(document[index], rest, edit, pointer));
    if (edit.kind === 'add') return document.toSpliced(index, 0, edit.value);
    return edit.kind === 'remove' ? document.toSpliced(index, 1) : document.with(index, edit.value);
  }
  if (!isRecord(document)) throw missing(pointer);
  if (token === '__proto__') throw badRequestError('a path of the JSON patch is not allowed');
  const exists = Object.hasOwn(document, token);
  if (rest.length > 0) {
    if (!exists) throw missing(pointer);
    return { ...document, [token]: editAt(document[token], rest, edit, pointer) };
  }
  if (edit.kind === 'add') return { ...document, [token]: edit.value };
  if (!exists) throw missing(pointer);
  if (edit.kind === 'replace') return { ...document, [token]: edit.value };
  const { [token]: _removed, ...kept } = document;
  return kept;
}

function applyOperation(document: unknown, operation: unknown): unknown {
  const pointer = readString(operation, 'path');
  const tokens = parsePointer(pointer);
  const from = readString(operation, 'from');
  const value = isRecord(operation) ? operation['value'] : undefined;
  const kind = readString(operation, 'op');
  switch (kind) {
    case 'add':
    case 'replace':
      if (value === undefined)
        throw badRequestError(`the JSON patch operation ${kind} ${pointer} lacks a value`);
      return editAt(document, tokens, { kind, value }, pointer);
    case 'remove':
      return editAt(document, tokens, { kind }, pointer);
    case 'copy':
    case 'move': {
      const source = parsePointer(from);
      const moved = readAt(document, source, from);
      const rest = kind === 'move' ? editAt(document, source, { kind: 'remove' }, from) : document;
      return editAt(rest, tokens, { kind: 'add', value: moved }, pointer);
    }
    case 'test':
      if (isDeepEqual(readAt(document, tokens, pointer), value)) return document;
      throw badRequestError(`the JSON patch test failed at ${pointer}`);
    default:
      throw badRequestError(`the JSON patch names an unknown operation ${JSON.stringify(kind)}`);
  }
}

/** Applies a JSON patch (RFC 6902) without changing the document. Throws a 400 when an operation cannot be done. */
export function applyJsonPatch(document: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch)) throw badRequestError('a JSON patch must be a list of operations');
  if (patch.length > mostOperations)
    throw badRequestError(`a JSON patch may have at most ${mostOperations} operations`);
  return patch.reduce(applyOperation, document);
}
