import { ApiError } from './api-error';
import type { KubernetesObject, ResourceType } from './object-store';
import { printAge } from './printed-age';
import { readTableColumns } from './table-columns';

/** How a client wants objects: whole, as rows to print, or only their metadata. */
export type ObjectView = 'object' | 'table' | 'metadata';

/** Reads the Accept header; the first clause this server can answer wins. Throws a 406 when there is none. */
export function readObjectView(accept: string | undefined): ObjectView {
  if (accept === undefined || accept.trim() === '') return 'object';
  for (const clause of accept.split(',')) {
    const [media = '', ...parameters] = clause.split(';').map((part) => part.trim().toLowerCase());
    if (!['application/json', 'application/*', '*/*'].includes(media)) continue;
    const as = parameters.find((parameter) => parameter.startsWith('as='))?.slice(3);
    if (as === undefined) return 'object';
    const known = parameters.includes('g=meta.k8s.io') && parameters.includes('v=v1');
    if (known && as === 'table') return 'table';
    if (known && (as === 'partialobjectmetadata' || as === 'partialobjectmetadatalist')) return 'metadata';
  }
  throw new ApiError(406, 'NotAcceptable', 'only the following media types are accepted: application/json');
}

/** The object as a client of this version sees it. */
export function rewriteVersion(object: KubernetesObject, apiVersion: string): KubernetesObject {
  return object.apiVersion === apiVersion ? object : { ...object, apiVersion };
}

export function makeMetadataView(object: KubernetesObject): KubernetesObject {
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata };
}

const ageDescription = 'Time since the object was created, when the server answered.';

/** A `Table` of objects, as `kubectl get` asks for it. Rows carry the object's metadata unless told otherwise. */
export function makeTable(
  type: ResourceType,
  objects: readonly KubernetesObject[],
  metadata: Record<string, unknown>,
  options: { include: string | null; nowMs: number },
): Record<string, unknown> {
  const columns = readTableColumns(type);
  const embed = (object: KubernetesObject): { object?: KubernetesObject } => {
    if (options.include === 'None') return {};
    return { object: options.include === 'Object' ? object : makeMetadataView(object) };
  };
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: [
      { name: 'Name', type: 'string', format: 'name', description: 'Name of the object.', priority: 0 },
      ...columns.map(({ name, type: columnType, wide }) => ({
        name,
        type: columnType,
        format: '',
        description: `${name} of the ${type.kind}.`,
        priority: wide === true ? 1 : 0,
      })),
      { name: 'Age', type: 'string', format: '', description: ageDescription, priority: 0 },
    ],
    rows: objects.map((object) => ({
      cells: [
        object.metadata.name,
        ...columns.map((column) => column.read(object)),
        printAge(object.metadata.creationTimestamp, options.nowMs),
      ],
      ...embed(object),
    })),
  };
}
