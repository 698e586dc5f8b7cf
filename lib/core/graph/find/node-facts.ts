import type { ConfigTrait } from '../config-trait';
import type { NodeFlag } from '../mesh-graph';
import type { FindContext } from './find-context';
import type { FindNode } from './find-graph';
import type { Truth } from './truth';

// What nodes can be asked. Undefined: it does not apply, or nobody knows.

/** All names it goes by. A caller without a name is called what the graph calls it. */
export function namesOf({ app, service, workload, kind }: FindNode): readonly string[] | undefined {
  const names = known(app, service, workload);
  return names ?? (kind === 'unknown' ? ['unknown'] : undefined);
}

/** The values that are there; undefined when none is. */
export function known(...values: readonly (string | undefined)[]): readonly string[] | undefined {
  const present = values.filter((value): value is string => value !== undefined && value !== '');
  return present.length > 0 ? [...new Set(present)] : undefined;
}

export function hasFlag(flag: NodeFlag): (node: FindNode) => Truth {
  return ({ flags }) => flags.includes(flag);
}

/** A flag that only Kubernetes can give: where it told nothing of the node, its absence says nothing. */
export function hasClusterFlag(flag: NodeFlag): (node: FindNode) => Truth {
  return ({ flags, config, pods }) =>
    flags.includes(flag) || (config === undefined && pods === undefined ? undefined : false);
}

/** Every pod that needs a sidecar has one; gateways, waypoints and ambient workloads need none. */
export function hasSidecar({ flags, pods }: FindNode): Truth {
  if (flags.includes('noSidecar') || flags.includes('someWithoutSidecar')) return false;
  const needsNone = flags.some((flag) => flag === 'gateway' || flag === 'waypoint' || flag === 'ambient');
  return needsNone || pods === undefined || pods.total === 0 ? undefined : true;
}

export function hasVirtualService({ config }: FindNode): Truth {
  return config?.some(({ kind }) => kind === 'VirtualService');
}

/** Whether configuration that applies to it does this. */
export function hasTrait(trait: ConfigTrait): (node: FindNode) => Truth {
  return ({ config }) => config?.some(({ traits = [] }) => traits.includes(trait));
}

/** A ServiceEntry declares it. */
export function hasServiceEntry({ config }: FindNode): Truth {
  return config?.some(({ kind }) => kind === 'ServiceEntry');
}

/** Several destinations share the default route. */
export function shiftsTraffic({ config }: FindNode): Truth {
  return config?.some(
    ({ destinations }) => (destinations?.filter(({ weight }) => weight > 0).length ?? 0) > 1,
  );
}

/** Kinds and names of the objects that apply. */
export function configOf({ config }: FindNode): readonly string[] | undefined {
  return config?.flatMap(({ kind, name }) => [kind, name, `${kind} ${name}`]);
}

export function declarationsOf({ config }: FindNode): readonly string[] | undefined {
  return config?.map(({ summary }) => summary);
}

/** Values of the label with this key (in small letters) on its pods; empty where they have no such label. */
export function labelValues(key: string): (node: FindNode) => readonly string[] | undefined {
  const prefix = `${key}=`;
  return ({ labels }) =>
    labels
      ?.filter((label) => label.toLowerCase().startsWith(prefix))
      .map((label) => label.slice(prefix.length));
}

/** Failed share of requests, in percent. Messages carry no status: how many failed is not known. */
export function failedPercent(
  protocol: 'http' | 'grpc',
  direction: 'in' | 'out',
): (node: FindNode, context: FindContext) => number | undefined {
  return ({ traffic }, context) => {
    if (protocol === 'grpc' && context.countsMessages()) return undefined;
    const totals = traffic[protocol];
    return percent(direction === 'in' ? totals.inErr : totals.outErr, totals[direction]);
  };
}

/** Undefined where there is nothing to take a share of. */
export function percent(part: number, whole: number): number | undefined {
  return whole > 0 ? Math.min(100, (100 * part) / whole) : undefined;
}
