import type { StoreChange } from './object-store';

/** The latest changes of the store, oldest first, at most `limit` of them. */
export class EventLog {
  readonly #limit: number;
  #changes: StoreChange[] = [];
  /** Changes up to this resource version have been forgotten. */
  #forgottenUpTo: number;

  constructor(limit: number, startVersion: number) {
    if (!Number.isInteger(limit) || limit < 1)
      throw new Error('The event limit must be a positive whole number.');
    this.#limit = limit;
    this.#forgottenUpTo = startVersion;
  }

  append(change: StoreChange): void {
    this.#changes.push(change);
    // Trimming in blocks keeps appending cheap; readers never see more than the limit.
    if (this.#changes.length >= this.#limit * 2) this.#changes = this.#changes.slice(-this.#limit);
    const oldest = this.#changes.length - this.#limit - 1;
    const forgotten = oldest >= 0 ? this.#changes[oldest] : undefined;
    if (forgotten !== undefined) this.#forgottenUpTo = forgotten.resourceVersion;
  }

  /** Forgets everything, as a compaction does: older versions can no longer be read or watched. */
  compact(currentVersion: number): void {
    this.#changes = [];
    this.#forgottenUpTo = currentVersion;
  }

  /** Changes after a version in order, or undefined when some of them are forgotten. */
  since(version: number): readonly StoreChange[] | undefined {
    if (version < this.#forgottenUpTo) return undefined;
    let low = 0;
    let high = this.#changes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const change = this.#changes[middle];
      if (change !== undefined && change.resourceVersion <= version) low = middle + 1;
      else high = middle;
    }
    return this.#changes.slice(low);
  }
}
