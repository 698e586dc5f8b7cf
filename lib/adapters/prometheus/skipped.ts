import type { SkippedSamples } from '@/lib/services/ports';
import type { LabelSet } from './parse-answer';

const MAX_EXAMPLE_LENGTH = 300;

/** Collects what could not be told in core's words, by reason, in order of first appearance. */
export class SkippedTally {
  readonly #byReason = new Map<string, { count: number; example: string }>();

  add(reason: string, labels: LabelSet): void {
    const known = this.#byReason.get(reason);
    if (known !== undefined) known.count += 1;
    else
      this.#byReason.set(reason, { count: 1, example: JSON.stringify(labels).slice(0, MAX_EXAMPLE_LENGTH) });
  }

  list(): SkippedSamples[] {
    return [...this.#byReason].map(([reason, { count, example }]) => ({ reason, count, example }));
  }
}
