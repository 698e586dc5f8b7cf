import type { DecidedMode } from './mtls-mode';
import type { MtlsContext } from './mtls-context';
import type { ServicePosture, WorkloadPosture } from './mtls-posture';
import type { SeenName } from './observe-security';
import type { Readiness } from './readiness';

const UNDECLARED: DecidedMode = {
  mode: 'UNKNOWN',
  decidedBy: {
    kind: 'DataPlane',
    level: 'proxy',
    reason: 'It was called, and what the cluster declares of it cannot be read.',
  },
};

const UNKNOWN: Readiness = {
  verdict: 'unknown',
  isStrict: false,
  blockers: [],
  unknowns: [UNDECLARED.decidedBy.reason],
  notes: [],
  policies: [],
};

/** What was called and is not declared as far as anybody can read: of it there is only what was seen. */
export function describeUndeclared(
  { facts, observed, workloadAt }: MtlsContext,
  isWanted: (one: SeenName) => boolean,
): { readonly workloads: WorkloadPosture[]; readonly services: ServicePosture[] } {
  if (observed === undefined) return { workloads: [], services: [] };
  const known = new Set(facts.services.map(({ namespace, name }) => `${namespace}/${name}`));
  const common = { ...UNDECLARED, trail: [], contradictions: [], proxy: 'unknown', ports: [] } as const;
  return {
    workloads: observed.workloads
      .filter((one) => isWanted(one) && workloadAt(one.namespace, one.name) === undefined)
      .map(({ namespace, name }) => ({
        ...common,
        namespace,
        name,
        pods: { total: 0, withoutProxy: 0 },
        services: [],
        observed: observed.ofWorkload(namespace, name),
        readiness: UNKNOWN,
      })),
    services: observed.services
      .filter((one) => isWanted(one) && !known.has(`${one.namespace}/${one.name}`))
      .map(({ namespace, name }) => ({
        ...common,
        namespace,
        name,
        workloads: [],
        observed: observed.ofService(namespace, name),
        readiness: UNKNOWN,
      })),
  };
}
