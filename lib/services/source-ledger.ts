import type { SourceState, SourceStatus } from '@/lib/contracts/source-status';

/** Remembers since when each source has been the way it is. One per process, shared by all answers. */
export class SourceLedger {
  readonly #last = new Map<string, SourceStatus>();
  readonly #nowSeconds: () => number;

  constructor(nowSeconds: () => number) {
    this.#nowSeconds = nowSeconds;
  }

  /** Notes how a source is now; the answer carries since when it has been so. */
  note(source: string, status: SourceState, reason?: string): SourceStatus {
    const last = this.#last.get(source);
    const since = last?.status === status ? last.since : this.#nowSeconds();
    const noted: SourceStatus = reason === undefined ? { status, since } : { status, since, reason };
    this.#last.set(source, noted);
    return noted;
  }

  /** What was noted last; undefined when nobody has asked the source yet. */
  last(source: string): SourceStatus | undefined {
    return this.#last.get(source);
  }
}
