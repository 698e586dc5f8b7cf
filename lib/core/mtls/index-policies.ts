import type { PeerAuthenticationView } from '../kubernetes/peer-authentication-view';
import { compareAge } from '../mesh/compare-age';
import { scopeOf } from './policy-scope';
import { ResolutionMemory } from './resolution';

/** Every PeerAuthentication of a mesh by what it is for, each list with the oldest first. */
export interface PolicyIndex {
  readonly rootNamespace: string;
  readonly mesh: readonly PeerAuthenticationView[];
  /** Policies for a whole namespace. */
  ofNamespace(namespace: string): readonly PeerAuthenticationView[];
  /** Policies for some workloads of a namespace. */
  ofWorkloads(namespace: string): readonly PeerAuthenticationView[];
  /** Policies of the root namespace with a selector: without effect. */
  readonly ignored: readonly PeerAuthenticationView[];
  /** Policies that cannot be read as a whole, by namespace: they are left out. */
  malformedIn(namespace: string): readonly PeerAuthenticationView[];
  readonly all: readonly PeerAuthenticationView[];
  readonly resolutions: ResolutionMemory;
  /** Whether policies of this namespace can be read. */
  isReadable(namespace: string): boolean;
}

/** Whether policies can be read: everywhere, nowhere, or not in some namespaces. */
export interface PolicySight {
  readonly known: boolean;
  readonly onlyIn?: readonly string[];
  readonly hiddenIn?: readonly string[];
}

const ALL_SEEN: PolicySight = { known: true };

/** Indexes policies; the order in which they are given means nothing. */
export function indexPolicies(
  policies: readonly PeerAuthenticationView[],
  rootNamespace: string,
  sight: PolicySight = ALL_SEEN,
): PolicyIndex {
  const all = [...policies].sort(compareAge);
  const mesh: PeerAuthenticationView[] = [];
  const ignored: PeerAuthenticationView[] = [];
  const byLevel = { namespace: new Map(), workload: new Map(), malformed: new Map() } satisfies Record<
    string,
    Map<string, PeerAuthenticationView[]>
  >;
  const add = (lists: Map<string, PeerAuthenticationView[]>, policy: PeerAuthenticationView) => {
    const { namespace = 'default' } = policy;
    const list = lists.get(namespace);
    if (list === undefined) lists.set(namespace, [policy]);
    else list.push(policy);
  };
  for (const policy of all) {
    const level = scopeOf(policy, rootNamespace);
    if (policy.malformed !== undefined) add(byLevel.malformed, policy);
    else if (level === 'mesh') mesh.push(policy);
    else if (level === 'ignored') ignored.push(policy);
    else add(byLevel[level], policy);
  }
  return {
    rootNamespace,
    mesh,
    ignored,
    all,
    resolutions: new ResolutionMemory(),
    ofNamespace: (namespace) => byLevel.namespace.get(namespace) ?? [],
    ofWorkloads: (namespace) => byLevel.workload.get(namespace) ?? [],
    malformedIn: (namespace) => byLevel.malformed.get(namespace) ?? [],
    isReadable: (namespace) =>
      sight.known &&
      sight.hiddenIn?.includes(namespace) !== true &&
      (sight.onlyIn === undefined || sight.onlyIn.includes(namespace)),
  };
}

/** The index of policies of which some are new or said otherwise. */
export function withChanged(
  policies: readonly PeerAuthenticationView[],
  changed: readonly PeerAuthenticationView[],
  rootNamespace: string,
  sight: PolicySight = ALL_SEEN,
): PolicyIndex {
  const isChanged = (policy: PeerAuthenticationView) =>
    changed.some(({ name, namespace }) => name === policy.name && namespace === policy.namespace);
  return indexPolicies([...policies.filter((one) => !isChanged(one)), ...changed], rootNamespace, sight);
}
