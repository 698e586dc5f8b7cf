import type { Labels } from '../kubernetes/field-reader';
import { matchesLabels } from '../kubernetes/label-match';
import type { SidecarView } from '../kubernetes/sidecar-view';
import { compareAge } from '../mesh/compare-age';
import { matchesHost } from './match-host';

/** Whether pods know a host of a namespace: a service's, or a VirtualService's. A wildcard is known if it meets any. */
export type EgressScope = (namespace: string, host: string) => boolean;

const EVERYTHING: EgressScope = () => true;

export interface ScopeClient {
  readonly namespace: string;
  /** Absent where the pods are not known: then no Sidecar for chosen pods is theirs. */
  readonly labels?: Labels;
}

/**
 * What the Sidecar of some pods lets them know: the oldest that selects them, else the oldest of their namespace, else
 * of the root namespace, without a selector. https://istio.io/latest/docs/reference/config/networking/sidecar/
 */
export function findEgressScope(
  sidecars: readonly SidecarView[],
  client: ScopeClient,
  rootNamespace: string,
): EgressScope {
  const found = chooseSidecar(sidecars, client, rootNamespace);
  if (found?.egressHosts === undefined) return EVERYTHING;
  const rules = found.egressHosts.map((written) => readRule(written, client.namespace));
  const excluded = rules.filter(({ isExcluded }) => isExcluded);
  const included = rules.filter(({ isExcluded }) => !isExcluded);
  return (namespace, host) =>
    included.some((rule) => takes(rule, namespace, host, meets)) &&
    !excluded.some((rule) => takes(rule, namespace, host, matchesHost));
}

function chooseSidecar(
  sidecars: readonly SidecarView[],
  { namespace, labels }: ScopeClient,
  rootNamespace: string,
): SidecarView | undefined {
  const oldest = [...sidecars].sort(compareAge);
  const isForAll = (one: SidecarView) => Object.keys(one.workloadSelector).length === 0;
  const own = oldest.filter((one) => one.namespace === namespace);
  const chosen =
    labels === undefined
      ? undefined
      : own.find((one) => !isForAll(one) && matchesLabels(one.workloadSelector, labels));
  return (
    chosen ?? own.find(isForAll) ?? oldest.find((one) => one.namespace === rootNamespace && isForAll(one))
  );
}

interface EgressRule {
  readonly isExcluded: boolean;
  /** `*` for all. */
  readonly namespace: string;
  readonly host: string;
}

/** `ns/host`; `./host` is of the pods' own namespace, `~/…` is nothing, `~ns/host` takes out again. */
function readRule(written: string, own: string): EgressRule {
  const slash = written.indexOf('/');
  const place = slash < 0 ? '*' : written.slice(0, slash);
  const host = written.slice(slash + 1).toLowerCase();
  if (place.startsWith('~') && place.length > 1)
    return { isExcluded: true, namespace: place === '~.' ? own : place.slice(1), host };
  return { isExcluded: false, namespace: place === '.' ? own : place, host };
}

function takes(
  rule: EgressRule,
  namespace: string,
  host: string,
  test: (pattern: string, host: string) => boolean,
): boolean {
  if (rule.namespace === '~') return false;
  return (rule.namespace === '*' || rule.namespace === namespace) && test(rule.host, host);
}

/** Whether two hosts, of which each may be a wildcard, have any name in common. */
export function meets(a: string, b: string): boolean {
  return matchesHost(a, b) || matchesHost(b, a);
}
