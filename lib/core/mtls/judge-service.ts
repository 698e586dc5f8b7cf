import { judgePods } from './judge-pods';
import {
  proxyOf,
  tellShapes,
  type PortMode,
  type ResolvedShape,
  type WorkloadJudgement,
} from './judge-workload';
import { combineDecisions, type DecidedMode } from './mtls-mode';
import { podsBehind, targetOf, type MtlsService, type MtlsWorkload } from './mtls-workload';
import { ISTIO_PORTS } from './pod-shape';
import type { PolicyIndex } from './index-policies';
import { resolvePolicies } from './resolve-policies';

export interface ServiceJudgement extends WorkloadJudgement {
  /** Names of the workloads that it selects, in its own namespace. */
  readonly workloads: readonly string[];
}

/**
 * What stands behind a Service accepts, port by port. It is STRICT only where all its pods are; where they differ, or
 * some have no proxy, it is MIXED.
 */
export function judgeService(
  index: PolicyIndex,
  service: MtlsService,
  workloads: readonly MtlsWorkload[],
): ServiceJudgement {
  const behind = podsBehind(service, workloads);
  const resolved = behind.map(({ shape }): ResolvedShape => ({
    shape,
    resolution: resolvePolicies(index, { namespace: service.namespace, labels: shape.labels }),
  }));
  const ports = service.ports.flatMap((port): PortMode[] => {
    const decided = combineDecisions(
      resolved.map(({ shape, resolution }) => judgePods(shape, resolution, targetOf(port, shape))),
    );
    if (decided === undefined) return [];
    const [first] = resolved;
    const targetPort = first === undefined ? port.port : targetOf(port, first.shape);
    const name = port.name === undefined ? {} : { name: port.name };
    return [{ port: port.port, ...name, targetPort, ...decided }];
  });
  const counted = ports.filter(({ targetPort }) => !ISTIO_PORTS.has(targetPort));
  const all = resolved.map(({ shape, resolution }) => judgePods(shape, resolution));
  return {
    ...(combineDecisions(counted.length > 0 ? counted : all) ?? nothing(service)),
    proxy: proxyOf(resolved.map(({ shape }) => shape)),
    ports,
    trail: tellShapes(resolved),
    workloads: [...new Set(behind.map(({ workload }) => workload.name))],
  };
}

function nothing({ selector }: MtlsService): DecidedMode {
  const reason =
    Object.keys(selector).length === 0
      ? 'It has no selector: somebody else says what stands behind it.'
      : 'It selects no pods.';
  return { mode: 'NONE', decidedBy: { kind: 'DataPlane', level: 'proxy', reason } };
}
