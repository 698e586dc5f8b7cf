import { joinKey } from '../mesh/join-key';
import { judgePods } from './judge-pods';
import { combineDecisions, type DecidedMode } from './mtls-mode';
import { targetOf, type MtlsService, type MtlsWorkload } from './mtls-workload';
import { ISTIO_PORTS, type PodShape, type ProxyKind } from './pod-shape';
import type { PolicyIndex } from './index-policies';
import type { TrailEntry } from './policy-trail';
import type { Resolution } from './resolution';
import { resolvePolicies } from './resolve-policies';

/** What holds on one port of a workload or service. */
export interface PortMode extends DecidedMode {
  /** The service's port; absent for ports of a workload. */
  readonly port?: number;
  readonly name?: string;
  /** The pods' port; of a service whose pods differ, that of the first. */
  readonly targetPort: number;
}

export interface WorkloadJudgement extends DecidedMode {
  readonly proxy: ProxyKind | 'mixed';
  readonly ports: readonly PortMode[];
  readonly trail: readonly TrailEntry[];
}

/** Pods of one kind, and what policies say to them. */
export interface ResolvedShape {
  readonly shape: PodShape;
  readonly resolution: Resolution;
}

/** What policies say to each kind of pods of a workload. */
export function resolveShapes(
  index: PolicyIndex,
  { namespace, shapes }: Pick<MtlsWorkload, 'namespace' | 'shapes'>,
): ResolvedShape[] {
  return shapes.map((shape) => ({
    shape,
    resolution: resolvePolicies(index, { namespace, labels: shape.labels }),
  }));
}

/**
 * What a workload accepts: on each port that a service, a container or a policy names, and on all others. `services`
 * are those that select it.
 */
export function judgeWorkload(
  index: PolicyIndex,
  workload: MtlsWorkload,
  services: readonly MtlsService[],
): WorkloadJudgement {
  const resolved = resolveShapes(index, workload);
  const onPort = (port?: number) =>
    combineDecisions(resolved.map(({ shape, resolution }) => judgePods(shape, resolution, port)));
  const ports = [...portNames(resolved, services)]
    .sort(([a], [b]) => a - b)
    .flatMap(([targetPort, name]): PortMode[] => {
      const decided = onPort(targetPort);
      return decided === undefined ? [] : [{ targetPort, ...(name === '' ? {} : { name }), ...decided }];
    });
  const others = onPort();
  const counted = ports.filter(({ targetPort }) => !ISTIO_PORTS.has(targetPort));
  const whole = combineDecisions([...(others === undefined ? [] : [others]), ...counted]);
  return {
    ...(whole ?? NOTHING),
    proxy: proxyOf(resolved.map(({ shape }) => shape)),
    ports,
    trail: tellShapes(resolved),
  };
}

const NOTHING: DecidedMode = {
  mode: 'NONE',
  decidedBy: { kind: 'DataPlane', level: 'proxy', reason: 'No pod stands behind it.' },
};

/** The one proxy that all pods have. Where none runs, the one they would have. */
export function proxyOf(shapes: readonly PodShape[]): ProxyKind | 'mixed' {
  const [first, ...others] = [...new Set(shapes.map(({ proxy }) => proxy))];
  return others.length > 0 ? 'mixed' : (first ?? 'none');
}

function portNames(
  resolved: readonly ResolvedShape[],
  services: readonly MtlsService[],
): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  const add = (port: number, name = '') => {
    if ((names.get(port) ?? '') === '') names.set(port, name);
  };
  for (const { shape, resolution } of resolved) {
    for (const port of services.flatMap((service) => service.ports)) add(targetOf(port, shape), port.name);
    for (const { port, name } of shape.ports) add(port, name);
    for (const port of resolution.ports.keys()) add(port);
  }
  return names;
}

/** Each policy once. Where no proxy obeys, a policy that would decide has no effect. */
export function tellShapes(resolved: readonly ResolvedShape[]): TrailEntry[] {
  const told = new Map<string, TrailEntry>();
  for (const { shape, resolution } of resolved) {
    const obeys = shape.proxy !== 'none' && shape.proxy !== 'gateway' && shape.proxy !== 'waypoint';
    for (const entry of resolution.trail) {
      const key = joinKey(entry.namespace, entry.name);
      const decides = entry.verdict === 'decides' || entry.verdict === 'decidesPorts';
      if (obeys || !decides) {
        if (told.get(key)?.verdict !== 'decides') told.set(key, entry);
      } else if (!told.has(key)) {
        const reason = judgePods(shape, resolution).decidedBy.reason;
        told.set(key, { ...entry, verdict: 'noEffect', reason });
      }
    }
  }
  return [...told.values()];
}
