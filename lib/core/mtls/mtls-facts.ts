import type { DestinationRuleView } from '../kubernetes/destination-rule-view';
import type { PeerAuthenticationView } from '../kubernetes/peer-authentication-view';
import type { DataPlane } from '../mesh/data-plane';
import { DEFAULT_SETTINGS, type MeshSettings } from './mesh-settings';
import type { MtlsService, MtlsWorkload } from './mtls-workload';
import type { PolicySight } from './index-policies';

/** All that the cluster declares of mutual TLS. */
export interface MtlsFacts {
  readonly settings: MeshSettings;
  /** Where the settings are from, and why from there: a sentence. */
  readonly settingsFrom: { readonly kind: 'configMap' | 'default'; readonly reason: string };
  readonly policies: readonly PeerAuthenticationView[];
  readonly policySight: PolicySight;
  /** The version in which the cluster serves policies, for instance `v1`. */
  readonly policyVersion?: string;
  /** Absent where DestinationRules cannot be read. */
  readonly rules?: readonly DestinationRuleView[];
  /** Subsets that VirtualServices send to, by host; absent where VirtualServices cannot be read. */
  readonly routedSubsets?: ReadonlyMap<string, ReadonlySet<string>>;
  readonly workloads: readonly MtlsWorkload[];
  readonly services: readonly MtlsService[];
  /** How the pods of each namespace are meant to join the mesh. */
  readonly namespaces: ReadonlyMap<string, DataPlane>;
}

/** What is known where no cluster can be asked: nothing but Istio's defaults. */
export const NOTHING_DECLARED: MtlsFacts = {
  settings: DEFAULT_SETTINGS,
  settingsFrom: { kind: 'default', reason: "No cluster can be asked, so that Istio's defaults are taken." },
  policies: [],
  policySight: { known: false },
  workloads: [],
  services: [],
  namespaces: new Map(),
};
