import { appliedKinds, type PoliciesAnswer } from '@/lib/contracts/policies';
import type { PoliciesRequest } from '@/lib/contracts/policies-request';
import { fail, succeed, type Outcome } from '@/lib/core/mesh/problem';
import { proxyOf } from '@/lib/core/mtls/judge-workload';
import { indexMtls, type MtlsContext } from '@/lib/core/mtls/mtls-context';
import { NOTHING_DECLARED } from '@/lib/core/mtls/mtls-facts';
import { podsBehind } from '@/lib/core/mtls/mtls-workload';
import type { AppliedSubject } from '@/lib/core/policy/applied-subject';
import { listApplied } from '@/lib/core/policy/list-applied';
import { indexPolicyFacts } from '@/lib/core/policy/policy-context';
import { describeKubernetes } from './describe-sources';
import type { MeshPorts } from './mesh-ports';
import { readAppliedObjects, unreadKinds } from './read-applied-objects';
import { readClusterFacts, toWarnings } from './read-cluster-facts';
import { ObjectReading } from './read-objects';
import { readPolicyFacts } from './read-policy-facts';
import { WORKLOAD_KINDS } from './read-workload-facts';

/** Every policy that is for a workload or a service, as it is declared now. */
export async function getPolicies(
  ports: MeshPorts,
  request: PoliciesRequest,
): Promise<Outcome<PoliciesAnswer>> {
  const { namespace, subject } = request;
  const sources = { kubernetes: describeKubernetes(ports) };
  const nothing: PoliciesAnswer = {
    subject: { namespace, workloads: [], services: [], proxy: 'unknown' },
    policies: [],
    unknown: [...appliedKinds],
    sources,
    warnings: [],
  };
  if (ports.cluster === undefined) return succeed(nothing);
  const facts = readClusterFacts(ports);
  const reading = new ObjectReading(ports.cluster);
  const mtls = indexMtls(facts.mtls ?? NOTHING_DECLARED);
  const found = findSubject(mtls, request);
  if (found === undefined && !isSeen(reading, subject.kind)) return succeed(nothing);
  if (found === undefined)
    return fail('subject-not-found', `The cluster declares no such ${subject.kind} there.`, subject.kind);
  const context = indexPolicyFacts(mtls, readPolicyFacts(reading, facts));
  const { rootNamespace } = mtls.facts.settings;
  const policies = listApplied(context, found, readAppliedObjects(reading));
  return succeed({
    subject: {
      ...(facts.clusterId === undefined ? {} : { cluster: facts.clusterId }),
      namespace,
      workloads: found.workloads.map(({ name }) => name),
      services: found.services.map(({ name }) => name),
      proxy:
        found.workloads.length === 0 ? 'unknown' : proxyOf(found.workloads.flatMap(({ shapes }) => shapes)),
    },
    policies,
    unknown: unreadKinds(reading, [rootNamespace, namespace]),
    sources,
    warnings: toWarnings(reading.problems),
  });
}

/** Whether whatever is not found is not there. */
function isSeen(reading: ObjectReading, kind: 'workload' | 'service'): boolean {
  const kinds = kind === 'service' ? (['services'] as const) : ([...WORKLOAD_KINDS, 'pods'] as const);
  return kinds.every((one) => {
    const { state, visibleNamespaces, hiddenNamespaces } = reading.status(one) ?? {};
    return state === 'ok' && visibleNamespaces === undefined && hiddenNamespaces === undefined;
  });
}

function findSubject(
  mtls: MtlsContext,
  { namespace, subject: { kind, name } }: PoliciesRequest,
): AppliedSubject | undefined {
  if (kind === 'workload') {
    const workload = mtls.workloadAt(namespace, name);
    return workload && { workloads: [workload], services: mtls.servicesOf(workload) };
  }
  const service = mtls.servicesIn(namespace).find((one) => one.name === name);
  if (service === undefined) return undefined;
  const workloads = podsBehind(service, mtls.workloadsIn(namespace)).map(({ workload }) => workload);
  return { workloads: [...new Set(workloads)], services: [service] };
}
