import type { PeerAuthenticationView } from '../kubernetes/peer-authentication-view';

export type ReadinessVerdict = 'ready' | 'notReady' | 'unknown';

/** Something that would break, or keep something from becoming STRICT. */
export interface ReadinessBlocker {
  /**
   * `unknownCaller`: plaintext from somebody without a name. `plaintextCaller`: plaintext from somebody known.
   * `callerWithoutProxy`, `ambientCaller`: known to speak plaintext. `destinationRule`: a rule makes the caller do so.
   * `workloadWithoutProxy`: nobody would enforce it.
   */
  readonly kind:
    | 'unknownCaller'
    | 'plaintextCaller'
    | 'callerWithoutProxy'
    | 'ambientCaller'
    | 'destinationRule'
    | 'workloadWithoutProxy';
  /** What is called. */
  readonly namespace: string;
  readonly workload: string;
  /** Who calls; absent where nobody knows. */
  readonly caller?: { readonly namespace?: string; readonly name: string };
  /** Per second, of what would break. */
  readonly rate: number;
  readonly unit: 'requests' | 'bytes';
  readonly rule?: string;
  /** Workloads without a proxy, one of which it may be, as `namespace/name`. */
  readonly suspects?: readonly string[];
  /** A sentence. */
  readonly reason: string;
}

/** Whether a part of the mesh can become STRICT at once, and what would happen. */
export interface Readiness {
  readonly verdict: ReadinessVerdict;
  /** It is STRICT as it is: there is nothing to do. */
  readonly isStrict: boolean;
  readonly blockers: readonly ReadinessBlocker[];
  /** Sentences: what keeps the answer from being certain. */
  readonly unknowns: readonly string[];
  /** Sentences: what to know besides. */
  readonly notes: readonly string[];
  /** What to apply; empty where there is nothing to do or no way to do it. */
  readonly policies: readonly PeerAuthenticationView[];
}
