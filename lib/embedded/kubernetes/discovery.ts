import type { JsonRecord } from './json-value';
import type { ResourceType } from './object-store';
import { formatApiVersion, type ResourceTable } from './resource-table';
import { resourceVerbs, subresourceVerbs } from './resource-verbs';
import { reviewTypes, type ReviewType } from './reviews';

/** One group as discovery shows it, stored types and reviews alike. */
interface DiscoveredGroup {
  readonly group: string;
  readonly versions: readonly {
    version: string;
    types: readonly ResourceType[];
    reviews: readonly ReviewType[];
  }[];
}

export function listDiscoveredGroups(table: ResourceTable): DiscoveredGroup[] {
  const stored = table.groups().map(({ group, versions }) => ({
    group,
    versions: versions.map(({ version, types }) => ({ version, types, reviews: [] })),
  }));
  const reviewGroups = [...new Set(reviewTypes.map((review) => review.group))].map((group) => ({
    group,
    versions: [{ version: 'v1', types: [], reviews: reviewTypes.filter((review) => review.group === group) }],
  }));
  return [...stored, ...reviewGroups];
}

/** Kind, group and version that a subresource answers with. */
function kindOfSubresource(
  type: ResourceType,
  version: string,
  subresource: string,
): { group: string; version: string; kind: string } {
  if (subresource === 'scale') return { group: 'autoscaling', version: 'v1', kind: 'Scale' };
  return { group: type.group, version, kind: type.kind };
}

function describeTypeAggregated(type: ResourceType, version: string): JsonRecord {
  return {
    resource: type.plural,
    responseKind: { group: type.group, version, kind: type.kind },
    scope: type.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: type.singular,
    verbs: resourceVerbs,
    shortNames: type.shortNames,
    categories: type.categories,
    subresources: (type.subresources ?? []).map((subresource) => ({
      subresource,
      responseKind: kindOfSubresource(type, version, subresource),
      verbs: subresourceVerbs,
    })),
  };
}

function describeReviewAggregated(review: ReviewType): JsonRecord {
  return {
    resource: review.plural,
    responseKind: { group: review.group, version: review.version, kind: review.kind },
    scope: 'Cluster',
    singularResource: review.kind.toLowerCase(),
    verbs: ['create'],
  };
}

/** The aggregated discovery document of `/api` (core only) or `/apis` (the rest). */
export function makeAggregatedDiscovery(
  table: ResourceTable,
  root: 'api' | 'apis',
  version: string,
): JsonRecord {
  const groups = listDiscoveredGroups(table).filter(({ group }) => (group === '') === (root === 'api'));
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: `apidiscovery.k8s.io/${version}`,
    metadata: {},
    items: groups.map(({ group, versions }) => ({
      metadata: group === '' ? {} : { name: group },
      versions: versions.map((entry) => ({
        version: entry.version,
        freshness: 'Current',
        resources: [
          ...entry.types.map((type) => describeTypeAggregated(type, entry.version)),
          ...entry.reviews.map(describeReviewAggregated),
        ],
      })),
    })),
  };
}

/** Reads from the Accept header which aggregated discovery version is wanted before plain JSON, if any. */
export function readAggregatedVersion(accept: string | undefined): string | undefined {
  for (const clause of (accept ?? '').split(',')) {
    const [media = '', ...parameters] = clause.split(';').map((part) => part.trim());
    if (media !== 'application/json') continue;
    if (!parameters.includes('as=APIGroupDiscoveryList')) return undefined;
    const version = parameters.find((parameter) => parameter.startsWith('v='))?.slice(2);
    if (parameters.includes('g=apidiscovery.k8s.io') && (version === 'v2' || version === 'v2beta1'))
      return version;
  }
  return undefined;
}

function makeGroup({ group, versions }: DiscoveredGroup): JsonRecord {
  const listed = versions.map(({ version }) => ({ groupVersion: formatApiVersion(group, version), version }));
  return { name: group, versions: listed, preferredVersion: listed[0] };
}

export function makeVersionList(): JsonRecord {
  return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] };
}

export function makeGroupList(table: ResourceTable): JsonRecord {
  const groups = listDiscoveredGroups(table).filter(({ group }) => group !== '');
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map(makeGroup) };
}

/** `/apis/<group>`, or undefined for a group this cluster does not serve. */
export function findGroup(table: ResourceTable, name: string): JsonRecord | undefined {
  const found = listDiscoveredGroups(table).find(({ group }) => group === name && group !== '');
  return found === undefined ? undefined : { kind: 'APIGroup', apiVersion: 'v1', ...makeGroup(found) };
}

/** `/api/v1` and `/apis/<group>/<version>`, or undefined for what this cluster does not serve. */
export function findResourceList(
  table: ResourceTable,
  group: string,
  version: string,
): JsonRecord | undefined {
  const found = listDiscoveredGroups(table)
    .find((candidate) => candidate.group === group)
    ?.versions.find((candidate) => candidate.version === version);
  if (found === undefined) return undefined;
  const resources = found.types.flatMap((type): JsonRecord[] => [
    {
      name: type.plural,
      singularName: type.singular,
      namespaced: type.namespaced,
      kind: type.kind,
      verbs: resourceVerbs,
      shortNames: type.shortNames,
      categories: type.categories,
    },
    ...(type.subresources ?? []).map((subresource) => ({
      name: `${type.plural}/${subresource}`,
      singularName: '',
      namespaced: type.namespaced,
      ...kindOfSubresource(type, version, subresource),
      verbs: subresourceVerbs,
    })),
  ]);
  const reviews = found.reviews.map(({ plural, kind }) => ({
    name: plural,
    singularName: kind.toLowerCase(),
    namespaced: false,
    kind,
    verbs: ['create'],
  }));
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: formatApiVersion(group, version),
    resources: [...resources, ...reviews],
  };
}

/** What `/version` says: a Kubernetes release that serves everything here. */
export function makeVersionInfo(): JsonRecord {
  return {
    major: '1',
    minor: '32',
    gitVersion: 'v1.32.4+telltale',
    gitCommit: '',
    gitTreeState: 'clean',
    buildDate: '2026-01-01T00:00:00Z',
    goVersion: '',
    compiler: '',
    platform: 'embedded/node',
  };
}
