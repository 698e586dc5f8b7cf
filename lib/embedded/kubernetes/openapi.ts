import { createHash } from 'node:crypto';
import { listDiscoveredGroups } from './discovery';
import type { JsonRecord } from './json-value';
import type { ResourceType } from './object-store';
import { objectPath, schemaName, versionPath } from './openapi-names';
import { formatApiVersion, type GroupVersion, type ResourceTable } from './resource-table';

/** The index of `/openapi/v3`: one document per group and version. */
export function makeOpenApiIndex(table: ResourceTable): JsonRecord {
  const paths: JsonRecord = {};
  for (const { group, versions } of listDiscoveredGroups(table)) {
    for (const { version, types } of versions) {
      const path = versionPath(group, version);
      const hash = createHash('sha256')
        .update(`${path}:${types.map((type) => type.kind).join(',')}`)
        .digest('hex');
      paths[path] = { serverRelativeURL: `/openapi/v3/${path}?hash=${hash.slice(0, 32).toUpperCase()}` };
    }
  }
  return { paths };
}

function queryParameter(name: string, description: string): JsonRecord {
  return { name, in: 'query', description, schema: { type: 'string', uniqueItems: true } };
}

/** Operations carry what kubectl looks for before it lets the server validate: dryRun and fieldValidation. */
function makePath(type: ResourceType, version: string): JsonRecord {
  const groupVersionKind = { group: type.group, kind: type.kind, version };
  const operation = (action: string): JsonRecord => ({
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': groupVersionKind,
    parameters: [
      queryParameter('dryRun', 'With All nothing is stored.'),
      queryParameter('fieldManager', 'Who makes the change.'),
      queryParameter('fieldValidation', 'Accepted for compatibility.'),
    ],
    responses: { '200': { description: 'OK' } },
  });
  return {
    get: {
      'x-kubernetes-action': 'get',
      'x-kubernetes-group-version-kind': groupVersionKind,
      responses: { '200': { description: 'OK' } },
    },
    put: operation('put'),
    patch: operation('patch'),
  };
}

function makeSchema(type: ResourceType, version: string): JsonRecord {
  const open = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  return {
    type: 'object',
    description: `${type.kind} as the embedded cluster keeps it. Members of spec and status are not described here.`,
    properties: {
      apiVersion: { type: 'string', description: 'Group and version of this object.' },
      kind: { type: 'string', description: 'Kind of this object.' },
      metadata: { ...open, description: 'Name, namespace, labels, annotations and history.' },
      spec: { ...open, description: 'The declared state.' },
      ...(type.subresources?.includes('status')
        ? { status: { ...open, description: 'The observed state.' } }
        : {}),
    },
    'x-kubernetes-group-version-kind': [{ group: type.group, kind: type.kind, version }],
  };
}

/** A document just rich enough for `kubectl apply`, `diff` and `explain`. */
export function makeOpenApiDocument(groupVersion: GroupVersion): JsonRecord {
  const { group, version, types } = groupVersion;
  return {
    openapi: '3.0.0',
    info: { title: `Telltale embedded cluster: ${formatApiVersion(group, version)}`, version: '1' },
    paths: Object.fromEntries(types.map((type) => [objectPath(type, version), makePath(type, version)])),
    components: {
      schemas: Object.fromEntries(
        types.map((type) => [schemaName(type, version), makeSchema(type, version)]),
      ),
    },
  };
}
