import type { Labels } from '../kubernetes/field-reader';
import type { PeerAuthenticationView } from '../kubernetes/peer-authentication-view';
import type { DecidedMode } from './mtls-mode';
import type { TrailEntry } from './policy-trail';

/** What policies say to pods, whether or not a proxy is there to obey. */
export interface Resolution extends DecidedMode {
  /** The policy for these pods that counts, if there is one. */
  readonly workloadPolicy?: PeerAuthenticationView;
  /** Ports of the pods that this policy names, in order. */
  readonly ports: ReadonlyMap<number, DecidedMode>;
  /** Every policy considered, the most specific level first. */
  readonly trail: readonly TrailEntry[];
}

/** Remembers what policies say to pods: of one mesh the same is asked many times. */
export class ResolutionMemory {
  readonly #ofPods = new Map<string, WeakMap<Labels, Resolution>>();
  readonly #ofNamespaces = new Map<string, Resolution>();

  /** Labels are told apart as objects. Without labels it is about the namespace as a whole. */
  of(namespace: string, labels: Labels | undefined) {
    if (labels === undefined) {
      return {
        found: this.#ofNamespaces.get(namespace),
        keep: (resolution: Resolution) => {
          this.#ofNamespaces.set(namespace, resolution);
          return resolution;
        },
      };
    }
    const ofPods = this.#ofPods.get(namespace) ?? new WeakMap<Labels, Resolution>();
    this.#ofPods.set(namespace, ofPods);
    return {
      found: ofPods.get(labels),
      keep: (resolution: Resolution) => {
        ofPods.set(labels, resolution);
        return resolution;
      },
    };
  }
}
