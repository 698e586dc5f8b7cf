import type {
  ClientTlsMode,
  DestinationRuleView,
  TrafficPolicyView,
} from '../kubernetes/destination-rule-view';

/** What DestinationRules ask of a client towards one host, subset and port. */
export interface ClientTls {
  /** Absent leaves it to auto mTLS. */
  readonly mode?: ClientTlsMode;
  /** Where nothing is asked for a port: what its endpoints are told by the policy above it. */
  readonly fallback?: ClientTlsMode;
  /** Certificates come from a secret, which a sidecar cannot read unless the rule is for chosen workloads. */
  readonly namesCredential: boolean;
  /** The rule that says so. */
  readonly rule?: DestinationRuleView;
  /** Where in the rule. */
  readonly at?: 'top' | 'port' | 'subset' | 'subsetPort';
}

/**
 * What merged rules say: the first traffic policy counts, the subsets of all do, of several with one name the first. A
 * port's settings replace those above them as a whole, so that a port without `tls` leaves it to auto mTLS; a subset's
 * override field by field. `tls: {}` means DISABLE. `port` is the service's.
 * https://istio.io/latest/docs/reference/config/networking/destination-rule/
 */
export function clientTls(
  rules: readonly DestinationRuleView[],
  subset: string | undefined,
  port: number | undefined,
): ClientTls {
  const top = rules.find(({ policy }) => policy.isGiven);
  const above = top === undefined ? NOTHING : { rule: top, ...readPolicy(top.policy, port) };
  const owner = subset === undefined ? undefined : findOwner(rules, subset);
  if (owner === undefined) return above;
  const own = readPolicy(owner.policy, port, true);
  if (own === undefined) return above;
  const told = own.fallback ?? above.mode ?? above.fallback;
  const isOpen = own.mode === undefined && told !== undefined;
  return { rule: owner.rule, ...own, ...(isOpen ? { fallback: told } : {}) };
}

const NOTHING: ClientTls = { namesCredential: false };

function findOwner(rules: readonly DestinationRuleView[], name: string) {
  for (const rule of rules) {
    const found = rule.subsets.find((subset) => subset.name === name);
    if (found !== undefined) return { rule, policy: found.policy };
  }
  return undefined;
}

type PolicyTls = Omit<ClientTls, 'rule'>;

function readPolicy(policy: TrafficPolicyView, port: number | undefined): PolicyTls;
function readPolicy(
  policy: TrafficPolicyView,
  port: number | undefined,
  isSubset: true,
): PolicyTls | undefined;
function readPolicy(
  { tlsMode, tlsModeByPort, credentials }: TrafficPolicyView,
  port: number | undefined,
  isSubset = false,
): PolicyTls | undefined {
  if (port !== undefined && tlsModeByPort.has(port)) {
    const mode = tlsModeByPort.get(port);
    return {
      at: isSubset ? 'subsetPort' : 'port',
      namesCredential: credentials.ports.has(port),
      ...(mode === undefined ? (tlsMode === undefined ? {} : { fallback: tlsMode }) : { mode }),
    };
  }
  if (tlsMode === undefined) return isSubset ? undefined : { namesCredential: false };
  return { at: isSubset ? 'subset' : 'top', mode: tlsMode, namesCredential: credentials.top };
}
