import type { ResourceType } from './object-store';
import { resourceTypes } from './resource-types';

/** One served version of a group with its resource types. */
export interface GroupVersion {
  readonly group: string;
  readonly version: string;
  readonly types: readonly ResourceType[];
}

/** `v1` of the core group, `apps/v1` of the others. */
export function formatApiVersion(group: string, version: string): string {
  return group === '' ? version : `${group}/${version}`;
}

export function splitApiVersion(apiVersion: string): { group: string; version: string } {
  const slash = apiVersion.indexOf('/');
  if (slash < 0) return { group: '', version: apiVersion };
  return { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}

/** The version objects of a type are kept in: its preferred one. */
export function preferredVersion(type: ResourceType): string {
  return type.versions[0] ?? 'v1';
}

/** Stable versions before beta before alpha, higher numbers first. */
function compareVersions(left: string, right: string): number {
  const rank = (version: string): number => {
    const parts = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
    if (parts === null) return 0;
    const stage = parts[2] === undefined ? 2 : parts[2] === 'beta' ? 1 : 0;
    return stage * 1e6 + Number(parts[1]) * 1e3 + Number(parts[3] ?? 0);
  };
  return rank(right) - rank(left);
}

/** The resource types one embedded cluster serves; groups can be left out to play a cluster without those CRDs. */
export class ResourceTable {
  readonly types: readonly ResourceType[];
  readonly #missing: readonly ResourceType[];

  constructor(options: { withoutGroups?: readonly string[] } = {}) {
    const without = new Set(options.withoutGroups ?? []);
    if (without.has('')) throw new Error('The core group cannot be left out.');
    this.types = resourceTypes.filter((type) => !without.has(type.group));
    this.#missing = resourceTypes.filter((type) => without.has(type.group));
  }

  /** Groups in table order, each with its versions, the preferred first. */
  groups(): { group: string; versions: GroupVersion[] }[] {
    const names = [...new Set(this.types.map((type) => type.group))];
    return names.map((group) => {
      const types = this.types.filter((type) => type.group === group);
      const versions = [...new Set(types.flatMap((type) => type.versions))].sort(compareVersions);
      return {
        group,
        versions: versions.map((version) => ({
          group,
          version,
          types: types.filter((type) => type.versions.includes(version)),
        })),
      };
    });
  }

  groupVersion(group: string, version: string): GroupVersion | undefined {
    const types = this.types.filter((type) => type.group === group && type.versions.includes(version));
    return types.length === 0 ? undefined : { group, version, types };
  }

  find(group: string, version: string, plural: string): ResourceType | undefined {
    return this.types.find(
      (type) => type.plural === plural && type.group === group && type.versions.includes(version),
    );
  }

  findKind(apiVersion: string, kind: string): ResourceType | undefined {
    const { group, version } = splitApiVersion(apiVersion);
    return this.types.find(
      (type) => type.kind === kind && type.group === group && type.versions.includes(version),
    );
  }

  /** Whether a group was left out although it is known. */
  isLeftOut(apiVersion: string): boolean {
    const { group } = splitApiVersion(apiVersion);
    return this.#missing.some((type) => type.group === group);
  }

  /**
   * The type of a plural, or undefined when its group is left out.
   * Throws on a plural nobody knows and on one that needs its group (`gateways`).
   */
  resolve(plural: string, group?: string): ResourceType | undefined {
    const fits = (type: ResourceType): boolean =>
      type.plural === plural && (group === undefined || type.group === group);
    const known = [...this.types, ...this.#missing].filter(fits);
    if (known.length === 0)
      throw new Error(`No resource type ${plural}${group === undefined ? '' : `.${group}`} exists.`);
    if (known.length > 1) {
      const groups = known.map((type) => type.group).join(', ');
      throw new Error(`Several groups serve ${plural} (${groups}): name one.`);
    }
    return this.types.find(fits);
  }
}
