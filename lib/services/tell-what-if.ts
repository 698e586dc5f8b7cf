import type { ChangedEdge, ChangeVerdict, WhatIfAnswer, WhatIfSummary } from '@/lib/contracts/what-if';
import type { WhatIfRequest } from '@/lib/contracts/what-if-request';
import type { GraphNode } from '@/lib/core/graph/mesh-graph';
import type { ObjectView } from '@/lib/core/kubernetes/object-view';
import { compareText } from '@/lib/core/mesh/compare-text';
import { printDuration } from '@/lib/core/mesh/duration';
import type { PolicyContext } from '@/lib/core/policy/policy-context';
import { placeOfRule } from '@/lib/core/policy/verdict';
import type { JudgedEdge } from '@/lib/core/what-if/judge-what-if';
import type { RoutingDocuments } from '@/lib/core/what-if/routing-changes';
import type { PastedPolicies } from './read-pasted-objects';

export interface WhatIfFindings {
  readonly now: PolicyContext;
  readonly pasted: PastedPolicies;
  /** What the cluster says now in routing objects of the same names. */
  readonly before: RoutingDocuments;
  readonly judged: readonly JudgedEdge[];
  readonly isTrafficKnown: boolean;
  readonly request: WhatIfRequest;
}

const BY_WEIGHT: readonly ChangeVerdict[] = ['breaks', 'undecidable', 'changes', 'projected', 'unaffected'];

/** What was found out, in the answer's words. */
export function tellWhatIf(findings: WhatIfFindings): Pick<WhatIfAnswer, 'summary' | 'edges'> {
  const edges = findings.judged.map((one) => tellEdge(one, findings.pasted)).sort(byWeight);
  return { summary: summarise(findings, edges), edges };
}

function tellEdge({ seen, by, ...change }: JudgedEdge, pasted: PastedPolicies): ChangedEdge {
  const { edge, source, target } = seen;
  const deciders = by.map((decider) => {
    const line = pasted.lineOf(decider.kind, decider);
    return { ...decider, ...(line === undefined ? {} : { line }) };
  });
  const [first] = deciders;
  return {
    id: edge.id,
    source: tellEnd(source),
    target: tellEnd(target),
    protocol: edge.protocol,
    today: change.today,
    after: change.after,
    verdict: change.verdict,
    ...(first === undefined ? {} : { rule: `${first.kind} ${placeOfRule(first)}` }),
    by: deciders,
    needs: [...change.needs],
    reason: change.reason,
    rate: change.rate,
    unit: edge.unit,
  };
}

function tellEnd({ id, cluster, namespace, workload, app, service }: GraphNode): ChangedEdge['source'] {
  const name = workload ?? app ?? service;
  return {
    id,
    ...(cluster === undefined ? {} : { cluster }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(name === undefined ? {} : { name }),
  };
}

/** Requests go before bytes, which are many more. */
function byWeight(a: ChangedEdge, b: ChangedEdge): number {
  return (
    BY_WEIGHT.indexOf(a.verdict) - BY_WEIGHT.indexOf(b.verdict) ||
    Number(a.unit === 'bytes') - Number(b.unit === 'bytes') ||
    b.rate - a.rate ||
    compareText(a.id, b.id)
  );
}

function summarise(findings: WhatIfFindings, edges: readonly ChangedEdge[]): WhatIfSummary {
  const count = (verdict: ChangeVerdict) => edges.filter((edge) => edge.verdict === verdict).length;
  const counts = {
    breaks: count('breaks'),
    changes: count('changes'),
    unaffected: count('unaffected'),
    undecidable: count('undecidable'),
    projected: count('projected'),
  };
  const broken = edges.filter(({ verdict }) => verdict === 'breaks');
  const sum = (isBytes: boolean) =>
    broken.filter(({ unit }) => (unit === 'bytes') === isBytes).reduce((total, { rate }) => total + rate, 0);
  const atRisk = { requests: sum(false), bytes: sum(true) };
  const objects = listObjects(findings);
  return {
    headline: headline(findings, { counts, atRisk, total: edges.length, isEmpty: objects.length === 0 }),
    counts,
    atRisk,
    objects,
    limits: limitsOf(findings, objects),
  };
}

function headline(
  { isTrafficKnown, pasted }: WhatIfFindings,
  {
    counts,
    atRisk,
    total,
    isEmpty,
  }: {
    readonly counts: WhatIfSummary['counts'];
    readonly atRisk: WhatIfSummary['atRisk'];
    readonly total: number;
    readonly isEmpty: boolean;
  },
): string {
  if (isEmpty)
    return pasted.problems.length > 0
      ? 'Nothing that was given can be evaluated.'
      : 'Nothing was given that would change anything.';
  if (!isTrafficKnown) return 'Traffic is not known, so that nothing can be told of what would break.';
  if (total === 0)
    return 'Nothing was called in this window, so that nothing can be told of what would break.';
  const calls = (number: number) => `${number} of ${total} edge${total === 1 ? '' : 's'}`;
  const rates = [
    ...(atRisk.requests > 0 ? [`${Number(atRisk.requests.toPrecision(3))} requests/s`] : []),
    ...(atRisk.bytes > 0 ? [`${Number(atRisk.bytes.toPrecision(3))} bytes/s`] : []),
  ];
  const risk = rates.length > 0 ? ` (${rates.join(', ')})` : '';
  const first =
    counts.breaks > 0
      ? `${calls(counts.breaks)} ${counts.breaks === 1 ? 'breaks' : 'break'}${risk}`
      : `None of ${total} edge${total === 1 ? '' : 's'} is known to break`;
  const rest = [
    ...(counts.undecidable > 0 ? [`${counts.undecidable} cannot be decided`] : []),
    ...(counts.changes > 0 ? [`${counts.changes} ${counts.changes === 1 ? 'changes' : 'change'}`] : []),
    ...(counts.projected > 0 ? [`${counts.projected} would have other shares or times`] : []),
  ];
  return `${[first, ...rest].join(', ')}.`;
}

/** What would be applied, and whether something of its name is there already. */
function listObjects({ now, pasted, before }: WhatIfFindings): WhatIfSummary['objects'] {
  const tell = (kind: string, all: readonly ObjectView[], known: readonly ObjectView[]) =>
    all.map(({ namespace = 'default', name }) => ({
      kind,
      namespace,
      name,
      change: known.some((one) => one.name === name && (one.namespace ?? 'default') === namespace)
        ? ('changed' as const)
        : ('added' as const),
    }));
  return [
    ...tell('PeerAuthentication', pasted.peerAuthentications, now.mtls.facts.policies),
    ...tell('AuthorizationPolicy', pasted.authorizationPolicies, now.facts.policies),
    ...tell('DestinationRule', pasted.destinationRules, now.mtls.facts.rules ?? []),
    ...tell('VirtualService', pasted.virtualServices, before.virtualServices),
    ...tell('HTTPRoute', pasted.routes, before.routes),
  ];
}

function limitsOf(
  { request, pasted, isTrafficKnown }: WhatIfFindings,
  objects: WhatIfSummary['objects'],
): string[] {
  const { windowSeconds, namespaces } = request;
  const places =
    namespaces === undefined
      ? ''
      : `, and only what starts, ends or is addressed in ${namespaces.join(', ')}`;
  const routes = pasted.virtualServices.length + pasted.routes.length > 0;
  return [
    ...(isTrafficKnown
      ? [
          `Only calls seen in the last ${printDuration(windowSeconds)} are looked at${places}: a job that did not run is not among them.`,
        ]
      : []),
    'Health checks of the kubelet, and ports that bypass the proxies, are not seen.',
    'Certificates and what an external authorizer answers are not looked at.',
    ...(objects.some(({ change }) => change === 'changed')
      ? [
          'What is given takes the place of what has its name; kubectl apply keeps fields and annotations there that it did not write itself.',
        ]
      : []),
    ...(routes
      ? [
          'Shares and times of routes are projections from what is declared: calls to workloads that were not called in the window are not edges here.',
        ]
      : []),
    'What other clusters declare is not known here.',
  ];
}
