import { matchesLabels } from '../kubernetes/label-match';
import type { SidecarView } from '../kubernetes/sidecar-view';
import { byAge, inOrder, nameOf, type AppliedPolicy, type Unordered } from './applied-policy';
import { ownProxies, type AppliedSubject, type NamedProxy } from './applied-subject';
import type { PolicyContext } from './policy-context';

/**
 * Sidecar objects: for a pod one counts, the oldest that selects it, else the oldest of its namespace, else of the root
 * namespace. https://istio.io/latest/docs/reference/config/networking/sidecar/
 */
export function listSidecars(
  { mtls }: PolicyContext,
  subject: AppliedSubject,
  sidecars: readonly SidecarView[],
): AppliedPolicy[] {
  const { rootNamespace } = mtls.facts.settings;
  const found = ownProxies(subject).flatMap((proxy) => {
    const [winner, ...rest] = candidates(byAge(sidecars), proxy, rootNamespace);
    if (winner === undefined) return [];
    if (proxy.subject.enforcer !== 'sidecar') {
      const reason = `A ${proxy.words} does not go by Sidecar objects.`;
      return [winner, ...rest].map((one) => tell(one, proxy, 'noEffect', reason));
    }
    const { namespace, name } = nameOf(winner.sidecar);
    const reason = 'It says which hosts its pods know; others do not exist for them.';
    return [
      tell(winner, proxy, 'applies', reason),
      ...rest.map((one) =>
        tell(one, proxy, 'shadowed', `${namespace}/${name} goes before it, and only one counts.`),
      ),
    ];
  });
  return inOrder(found);
}

interface Candidate {
  readonly sidecar: SidecarView;
  readonly by: 'mesh' | 'namespace' | 'workload';
}

function candidates(
  sidecars: readonly SidecarView[],
  { subject: { namespace, labels } }: NamedProxy,
  rootNamespace: string,
): Candidate[] {
  const selects = ({ workloadSelector }: SidecarView) => Object.keys(workloadSelector).length > 0;
  const own = sidecars.filter((one) => one.namespace === namespace);
  const root = namespace === rootNamespace ? [] : sidecars.filter((one) => one.namespace === rootNamespace);
  const tag =
    (by: Candidate['by']) =>
    (sidecar: SidecarView): Candidate => ({ sidecar, by });
  return [
    ...own.filter((one) => selects(one) && matchesLabels(one.workloadSelector, labels)).map(tag('workload')),
    ...own.filter((one) => !selects(one)).map(tag('namespace')),
    ...root.filter((one) => !selects(one)).map(tag('mesh')),
  ];
}

function tell(
  { sidecar, by }: Candidate,
  proxy: NamedProxy,
  effect: Unordered['effect'],
  reason: string,
): Unordered {
  const { egressHosts } = sidecar;
  return {
    ...nameOf(sidecar),
    kind: 'Sidecar',
    about: 'outbound',
    by,
    enforcer: proxy.words,
    effect,
    says: egressHosts === undefined ? 'all hosts' : `${egressHosts.length} host patterns`,
    reason,
  };
}
