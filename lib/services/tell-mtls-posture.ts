import type { MtlsAnswer, ObservedSecurity, Readiness } from '@/lib/contracts/mtls';
import type { MtlsEntry, MtlsPosture } from '@/lib/core/mtls/mtls-posture';
import type { ObservedSecurity as CoreObserved } from '@/lib/core/mtls/observe-security';
import type { Readiness as CoreReadiness } from '@/lib/core/mtls/readiness';
import { totalOf } from '@/lib/core/mtls/security-rates';
import { mapInSteps, type Steps } from '@/lib/core/steps/steps';
import { printPolicy } from '@/lib/core/mtls/print-policy';

const MOST_CALLERS = 100;
/** Entries that are told at a stretch. */
const STRIDE = 20;

export interface TellOptions {
  readonly clusterId: string | undefined;
  /** Of the policies to apply. */
  readonly policyVersion: string | undefined;
}

/** The posture of a mesh in the answer's words. */
export function* tellMtlsPosture(
  posture: MtlsPosture,
  options: TellOptions,
): Steps<Pick<MtlsAnswer, 'mesh' | 'namespaces' | 'workloads' | 'services'>> {
  const { mesh } = posture;
  return {
    mesh: {
      mode: mesh.mode,
      decidedBy: mesh.decidedBy,
      isEnforced: mesh.isEnforced,
      rootNamespace: mesh.rootNamespace,
      autoMtls: mesh.autoMtls,
      settingsFrom: mesh.settingsFrom,
      trail: [...mesh.trail],
      ...tellSeen(mesh.observed),
      contradictions: tellContradictions(mesh),
      readiness: tellReadiness(mesh.readiness, options),
    },
    namespaces: yield* mapInSteps(
      posture.namespaces,
      (namespace) => ({
        ...tellEntry(namespace, options),
        ...(namespace.dataPlane === undefined ? {} : { dataPlane: namespace.dataPlane }),
      }),
      STRIDE,
    ),
    workloads: yield* mapInSteps(
      posture.workloads,
      (workload) => ({
        ...tellEntry(workload, options),
        proxy: workload.proxy,
        pods: workload.pods,
        services: [...workload.services],
        ports: workload.ports.map(({ readiness, ...port }) => ({
          ...port,
          ...(readiness === undefined ? {} : { readiness: tellReadiness(readiness, options) }),
        })),
      }),
      STRIDE,
    ),
    services: yield* mapInSteps(
      posture.services,
      (service) => ({
        ...tellEntry(service, options),
        proxy: service.proxy,
        workloads: [...service.workloads],
        ports: [...service.ports],
      }),
      STRIDE,
    ),
  };
}

function tellEntry(entry: MtlsEntry, options: TellOptions) {
  const { namespace, name, mode, decidedBy } = entry;
  return {
    ...(options.clusterId === undefined ? {} : { cluster: options.clusterId }),
    namespace,
    name,
    mode,
    decidedBy,
    trail: [...entry.trail],
    ...tellSeen(entry.observed),
    contradictions: tellContradictions(entry),
    readiness: tellReadiness(entry.readiness, options),
  };
}

function tellContradictions({ contradictions }: Pick<MtlsEntry, 'contradictions'>) {
  return contradictions.map((one) => ({ ...one, objects: [...one.objects] }));
}

function tellReadiness(readiness: CoreReadiness, { policyVersion }: TellOptions): Readiness {
  const { verdict, isStrict, blockers, unknowns, notes, policies } = readiness;
  const yaml = policies.map((policy) => printPolicy(policy, policyVersion)).join('---\n');
  return {
    verdict,
    isStrict,
    blockers: blockers.map(({ suspects, ...blocker }) => ({
      ...blocker,
      ...(suspects === undefined ? {} : { suspects: [...suspects] }),
    })),
    unknowns: [...unknowns],
    notes: [...notes],
    ...(yaml === '' ? {} : { yaml }),
  };
}

function tellSeen(observed: CoreObserved | undefined): { observed?: ObservedSecurity } {
  if (observed === undefined) return {};
  const { state, mutualShare, requests, bytes, reason } = observed;
  // Of whom there is nothing but what others' reports tell already was not seen to do anything.
  const callers = observed.callers.filter(
    ({ counted }) => totalOf(counted.requests) + totalOf(counted.bytes) > 0,
  );
  return {
    observed: {
      state,
      ...(mutualShare === undefined ? {} : { mutualShare }),
      ...requests,
      bytes,
      ...(reason === undefined ? {} : { reason }),
      callers: callers
        .slice(0, MOST_CALLERS)
        .map(({ isForeign: _isForeign, calls: _calls, principals, counted, ...named }) => ({
          ...named,
          principals: [...principals],
          ...counted.requests,
          bytes: counted.bytes,
        })),
      callerCount: callers.length,
    },
  };
}
