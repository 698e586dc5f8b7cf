import type { Contradiction } from './contradiction';
import type { DecidedMode } from './mtls-mode';
import type { PortMode } from './judge-workload';
import type { ObservedSecurity } from './observe-security';
import type { ProxyKind } from './pod-shape';
import type { TrailEntry } from './policy-trail';
import type { Readiness } from './readiness';

/** Mutual TLS of one thing: what is declared, what was seen, what does not fit, and whether it can be STRICT. */
export interface MtlsEntry extends DecidedMode {
  readonly namespace: string;
  readonly name: string;
  readonly trail: readonly TrailEntry[];
  /** Absent where traffic is not known. */
  readonly observed?: ObservedSecurity;
  readonly contradictions: readonly Contradiction[];
  readonly readiness: Readiness;
}

export interface MeshPosture extends Omit<MtlsEntry, 'namespace' | 'name'> {
  /** Whether nothing in the mesh accepts plaintext. */
  readonly isEnforced: boolean;
  readonly rootNamespace: string;
  readonly autoMtls: boolean;
  readonly settingsFrom: { readonly kind: 'configMap' | 'default'; readonly reason: string };
}

export interface NamespacePosture extends MtlsEntry {
  /** How its pods are meant to join the mesh; absent where that is not known. */
  readonly dataPlane?: 'sidecar' | 'ambient' | 'none';
}

export interface PortPosture extends PortMode {
  readonly readiness?: Readiness;
}

export interface WorkloadPosture extends MtlsEntry {
  readonly proxy: ProxyKind | 'mixed';
  readonly pods: { readonly total: number; readonly withoutProxy: number };
  readonly ports: readonly PortPosture[];
  /** Names of the services that select it. */
  readonly services: readonly string[];
}

export interface ServicePosture extends MtlsEntry {
  readonly proxy: ProxyKind | 'mixed';
  readonly ports: readonly PortMode[];
  /** Names of the workloads that it selects. */
  readonly workloads: readonly string[];
}

export interface MtlsPosture {
  readonly mesh: MeshPosture;
  readonly namespaces: readonly NamespacePosture[];
  readonly workloads: readonly WorkloadPosture[];
  readonly services: readonly ServicePosture[];
}
