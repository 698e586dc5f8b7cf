/** Index bounds of a window that moves forward over ascending timestamps; moving back costs a rescan. */
export class SlidingIndexes {
  lo = 0;
  hi = 0;
  readonly #closed: boolean;
  #startMs = Number.NEGATIVE_INFINITY;
  #endMs = Number.NEGATIVE_INFINITY;

  /** `closed`: a sample exactly at the start belongs to the window. */
  constructor(closed: boolean) {
    this.#closed = closed;
  }

  /** Forgets the position: the timestamps are about to be other ones. */
  reset(): void {
    this.lo = 0;
    this.hi = 0;
    this.#startMs = Number.NEGATIVE_INFINITY;
    this.#endMs = Number.NEGATIVE_INFINITY;
  }

  seek(timestampsMs: ArrayLike<number>, startMs: number, endMs: number): void {
    if (startMs < this.#startMs || endMs < this.#endMs) this.reset();
    this.#startMs = startMs;
    this.#endMs = endMs;
    const length = timestampsMs.length;
    let { lo, hi } = this;
    while (lo < length) {
      const tMs = timestampsMs[lo] ?? 0;
      if (this.#closed ? tMs >= startMs : tMs > startMs) break;
      lo += 1;
    }
    if (hi < lo) hi = lo;
    while (hi < length && (timestampsMs[hi] ?? 0) <= endMs) hi += 1;
    this.lo = lo;
    this.hi = hi;
  }
}
