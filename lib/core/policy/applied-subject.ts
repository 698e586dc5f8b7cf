import type { MtlsService, MtlsWorkload } from '../mtls/mtls-workload';
import type { PodShape } from '../mtls/pod-shape';
import type { PolicyContext } from './policy-context';
import type { PolicyEnforcer, PolicySubject } from './policy-subject';

/** Whose policies are asked for: workloads, and the services by which they are called. */
export interface AppliedSubject {
  readonly workloads: readonly MtlsWorkload[];
  readonly services: readonly MtlsService[];
}

/** A proxy that may obey, in words and as policies see it. */
export interface NamedProxy {
  readonly subject: PolicySubject;
  /** For instance `sidecar` or `waypoint shop/way`. */
  readonly words: string;
}

const ENFORCERS: Readonly<Record<PodShape['proxy'], PolicyEnforcer | undefined>> = {
  sidecar: 'sidecar',
  ambient: 'ztunnel',
  gateway: 'gateway',
  waypoint: 'waypoint',
  none: undefined,
  unknown: undefined,
};

/** The proxies of the pods themselves, each kind once. */
export function ownProxies({ workloads }: AppliedSubject): NamedProxy[] {
  const found = workloads.flatMap(({ namespace, shapes }) =>
    shapes.flatMap((shape): NamedProxy[] => {
      const enforcer = ENFORCERS[shape.proxy];
      return enforcer === undefined
        ? []
        : [{ subject: { enforcer, namespace, labels: shape.labels }, words: enforcer }];
    }),
  );
  return [...new Map(found.map((one) => [JSON.stringify(one.subject), one])).values()];
}

/** The waypoints by way of which the services are called, for those whose callers' proxies know of them. */
export function waypointProxies({ facts, mtls }: PolicyContext, { services }: AppliedSubject): NamedProxy[] {
  return services.flatMap((service): NamedProxy[] => {
    const waypoint = facts.waypointOf(service.namespace, service.name);
    if (waypoint === undefined) return [];
    const { namespace, name } = waypoint;
    const labels = mtls.workloadAt(namespace, name)?.shapes[0]?.labels ?? {};
    const called = { kind: 'Service', namespace: service.namespace, name: service.name } as const;
    return [
      {
        subject: { enforcer: 'waypoint', namespace, labels, called },
        words: `waypoint ${namespace}/${name}`,
      },
    ];
  });
}

/** Whether nothing stands before any pod that could obey anything. */
export function hasNoProxy({ workloads }: AppliedSubject): boolean {
  const shapes = workloads.flatMap((workload) => workload.shapes);
  return shapes.length > 0 && shapes.every(({ proxy }) => proxy === 'none');
}
