import { badRequestError, unknownPathError } from './api-error';
import type { ResourceType } from './object-store';
import type { ResourceTable } from './resource-table';

/** What a resource URL points at. */
export interface ResourceTarget {
  readonly type: ResourceType;
  /** The version asked for; answers carry it. */
  readonly version: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly subresource?: string;
}

/** A group and version as `/api/v1` and `/apis/<group>/<version>` name them, with the rest of the path. */
export interface GroupVersionPath {
  readonly group: string;
  readonly version: string;
  readonly rest: readonly string[];
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw badRequestError('the path holds an invalid percent-encoding');
  }
}

export function splitPath(pathname: string): string[] {
  return pathname.split('/').filter(Boolean).map(decode);
}

/** Reads `/api/<version>/…` and `/apis/<group>/<version>/…`; undefined for every other path. */
export function parseGroupVersionPath(segments: readonly string[]): GroupVersionPath | undefined {
  const [root, first, second] = segments;
  if (root === 'api' && first !== undefined) return { group: '', version: first, rest: segments.slice(2) };
  if (root === 'apis' && first !== undefined && second !== undefined) {
    return { group: first, version: second, rest: segments.slice(3) };
  }
  return undefined;
}

/** Subresources of a Namespace, which look like a plural inside it. */
const namespaceSubresources = new Set(['status', 'finalize']);

/** Finds the type and object a path names. Throws a 404 for what this cluster does not serve. */
export function parseResourceTarget(table: ResourceTable, path: GroupVersionPath): ResourceTarget {
  const { group, version, rest } = path;
  const [first, second, third] = rest;
  const inNamespace =
    first === 'namespaces' &&
    second !== undefined &&
    third !== undefined &&
    !(group === '' && namespaceSubresources.has(third));
  const [plural, name, subresource, ...more] = inNamespace ? rest.slice(2) : rest;
  const type = plural === undefined ? undefined : table.find(group, version, plural);
  if (type === undefined || more.length > 0) throw unknownPathError();
  if (inNamespace && !type.namespaced) throw unknownPathError();
  return {
    type,
    version,
    ...(inNamespace && second !== undefined ? { namespace: second } : {}),
    ...(name === undefined ? {} : { name }),
    ...(subresource === undefined ? {} : { subresource }),
  };
}
