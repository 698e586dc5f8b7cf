import 'server-only';
import type { ChangeEvent } from '@/lib/contracts/changes';
import { RESOURCE_ADDRESSES } from '@/lib/core/kubernetes/resource-kinds';
import type { ClusterPort } from '@/lib/services/ports';

type Listener = (event: ChangeEvent) => void;

/** Passes what the cluster's watches see on to everybody who listens. */
export class ChangeFeed {
  readonly #listeners = new Set<Listener>();
  readonly #stop: () => void;
  #revision = 0;

  constructor(cluster: ClusterPort | undefined, nowSeconds: () => number) {
    const stop = cluster?.onChange((kinds) => {
      this.#revision += 1;
      const plurals = [...new Set([...kinds].map((kind) => RESOURCE_ADDRESSES[kind].plural))].sort();
      const event: ChangeEvent = { revision: this.#revision, kinds: plurals, at: nowSeconds() };
      for (const listener of this.#listeners) listener(event);
    });
    this.#stop = () => stop?.();
  }

  get revision(): number {
    return this.#revision;
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Hears nothing any more. */
  close(): void {
    this.#stop();
  }
}
