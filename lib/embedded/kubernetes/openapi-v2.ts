import type { ResourceType } from './object-store';
import { objectPath, schemaName } from './openapi-names';
import { isBuiltIn } from './patch-object';
import type { ResourceTable } from './resource-table';

export const groupVersionKindKey = 'x-kubernetes-group-version-kind';

export interface GroupVersionKind {
  readonly group: string;
  readonly kind: string;
  readonly version: string;
}

export interface SwaggerParameter {
  readonly name: string;
  readonly in: 'query';
  readonly description: string;
  readonly type: 'string';
}

export interface SwaggerOperation {
  readonly parameters: readonly SwaggerParameter[];
  readonly responses: Readonly<Record<string, { readonly description: string }>>;
  readonly [groupVersionKindKey]: GroupVersionKind;
}

export interface SwaggerSchema {
  readonly description: string;
  readonly type: 'object' | 'string';
  readonly properties?: Readonly<Record<string, SwaggerSchema>>;
  readonly [groupVersionKindKey]?: readonly GroupVersionKind[];
}

/** What of a Swagger 2.0 document kubectl reads. */
export interface SwaggerDocument {
  readonly swagger: '2.0';
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, { readonly patch: SwaggerOperation }>>;
  readonly definitions: Readonly<Record<string, SwaggerSchema>>;
}

const parameters: readonly SwaggerParameter[] = [
  { name: 'dryRun', in: 'query', description: 'With All nothing is stored.', type: 'string' },
  { name: 'fieldManager', in: 'query', description: 'Who makes the change.', type: 'string' },
  { name: 'fieldValidation', in: 'query', description: 'Accepted for compatibility.', type: 'string' },
];

function makePatch(identity: GroupVersionKind): SwaggerOperation {
  return {
    parameters,
    responses: { '200': { description: 'OK' } },
    [groupVersionKindKey]: identity,
  };
}

function makeDefinition(type: ResourceType, identity: GroupVersionKind): SwaggerSchema {
  // An object without properties may hold anything.
  const open = (description: string): SwaggerSchema => ({ type: 'object', description });
  return {
    type: 'object',
    description: `${type.kind} as the embedded cluster keeps it. Members of spec and status are not described here.`,
    properties: {
      apiVersion: { type: 'string', description: 'Group and version of this object.' },
      kind: { type: 'string', description: 'Kind of this object.' },
      metadata: open('Name, namespace, labels, annotations and history.'),
      spec: open('The declared state.'),
      ...(type.subresources?.includes('status') ? { status: open('The observed state.') } : {}),
    },
    [groupVersionKindKey]: [identity],
  };
}

/**
 * The one document of `/openapi/v2`, which clients older than OpenAPI 3 read: every type's patch operation (which
 * tells that dry runs are understood) and the schemas of custom resources.
 */
export function makeSwaggerDocument(table: ResourceTable): SwaggerDocument {
  const paths: Record<string, { patch: SwaggerOperation }> = {};
  const definitions: Record<string, SwaggerSchema> = {};
  for (const type of table.types) {
    for (const version of type.versions) {
      const identity = { group: type.group, kind: type.kind, version };
      paths[objectPath(type, version)] = { patch: makePatch(identity) };
      // kubectl works out patches of built-in types from a schema when there is one, and takes lists that it does not
      // describe for lists to replace. Without one it falls back to its own Go types, which know every merge key.
      if (!isBuiltIn(type)) definitions[schemaName(type, version)] = makeDefinition(type, identity);
    }
  }
  return { swagger: '2.0', info: { title: 'Telltale embedded cluster', version: '1' }, paths, definitions };
}
