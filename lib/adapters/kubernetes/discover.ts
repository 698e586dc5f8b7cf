import type { GuardedTransport } from '@/lib/adapters/http/guarded-transport';
import { UpstreamError } from '@/lib/adapters/http/upstream-error';
import {
  RESOURCE_ADDRESSES,
  type ResourceAddress,
  type ResourceKind,
} from '@/lib/core/kubernetes/resource-kinds';
import { getJson, type GetOptions } from './api';
import { asArray, asObject, asText } from '@/lib/core/kubernetes/json';

/** The version a kind is served in, or that it is not. */
export type Discovered =
  | { readonly installed: true; readonly version: string }
  | { readonly installed: false };

/**
 * Asks the API which of `kinds` it serves, and takes the best version we know of each. A missing group or resource
 * is `installed: false`. An account that may not discover is no obstacle: the newest version is then assumed.
 * @throws UpstreamError when the API cannot be asked at all
 */
export async function discover(
  transport: GuardedTransport,
  kinds: readonly ResourceKind[],
  options: GetOptions,
): Promise<Map<ResourceKind, Discovered>> {
  const groups = new Map<string, ResourceKind[]>();
  for (const kind of kinds) {
    const { group } = RESOURCE_ADDRESSES[kind];
    groups.set(group, [...(groups.get(group) ?? []), kind]);
  }
  const served = await readGroups(transport, options);
  const found = new Map<ResourceKind, Discovered>();
  await Promise.all(
    [...groups].map(async ([group, members]) => {
      const versions = group === '' ? ['v1'] : served?.get(group);
      for (const kind of members) found.set(kind, { installed: false });
      if (served === undefined) {
        for (const kind of members) found.set(kind, assumed(RESOURCE_ADDRESSES[kind]));
        return;
      }
      const known = [...new Set(members.flatMap((kind) => RESOURCE_ADDRESSES[kind].versions))];
      for (const version of known) {
        if (versions?.includes(version) !== true) continue;
        const missing = members.filter((kind) => found.get(kind)?.installed === false);
        if (missing.length === 0) break;
        const plurals = await readPlurals(transport, group, version, options);
        for (const kind of missing) {
          const { plural, versions: readable } = RESOURCE_ADDRESSES[kind];
          if (plurals.has(plural) && readable.includes(version))
            found.set(kind, { installed: true, version });
        }
      }
    }),
  );
  return found;
}

/** Where a kind's objects are listed and watched. */
export function listPath(kind: ResourceKind, version: string, namespace?: string): string {
  const { group, plural } = RESOURCE_ADDRESSES[kind];
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  return namespace === undefined
    ? `${root}/${plural}`
    : `${root}/namespaces/${encodeURIComponent(namespace)}/${plural}`;
}

function assumed({ versions: [newest] }: ResourceAddress): Discovered {
  return newest === undefined ? { installed: false } : { installed: true, version: newest };
}

/** Served versions by group; undefined when we may not ask. */
async function readGroups(
  transport: GuardedTransport,
  options: GetOptions,
): Promise<Map<string, string[]> | undefined> {
  try {
    const list = await getJson(transport, '/apis', options);
    const groups = asArray(list['groups']).map((item): [string, string[]] => {
      const group = asObject(item);
      const versions = asArray(group['versions']).map(
        (version) => asText(asObject(version)['version']) ?? '',
      );
      return [asText(group['name']) ?? '', versions];
    });
    return new Map(groups);
  } catch (error) {
    if (error instanceof UpstreamError && error.kind === 'forbidden') return undefined;
    throw error;
  }
}

async function readPlurals(
  transport: GuardedTransport,
  group: string,
  version: string,
  options: GetOptions,
): Promise<Set<string>> {
  const path = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  try {
    const list = await getJson(transport, path, options);
    return new Set(asArray(list['resources']).map((resource) => asText(asObject(resource)['name']) ?? ''));
  } catch (error) {
    if (error instanceof UpstreamError && error.kind === 'notFound') return new Set();
    throw error;
  }
}
