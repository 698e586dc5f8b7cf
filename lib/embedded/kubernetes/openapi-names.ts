import type { ResourceType } from './object-store';

/** `api/v1` or `apis/apps/v1`: where a group and version is served, without the leading slash. */
export function versionPath(group: string, version: string): string {
  return group === '' ? `api/${version}` : `apis/${group}/${version}`;
}

/** The path template of one object of a type, `/apis/apps/v1/namespaces/{namespace}/deployments/{name}`. */
export function objectPath(type: ResourceType, version: string): string {
  const root = `/${versionPath(type.group, version)}`;
  return `${type.namespaced ? `${root}/namespaces/{namespace}` : root}/${type.plural}/{name}`;
}

/** The name of a type's schema, groups written backwards: `io.istio.networking.v1.VirtualService`. */
export function schemaName(type: ResourceType, version: string): string {
  return [...(type.group === '' ? ['core'] : type.group.split('.').toReversed()), version, type.kind].join(
    '.',
  );
}
