import type { LoadProfile } from './load-profile';

interface Segment<Detail> {
  readonly fromSeconds: number;
  /** Events per event of the load. */
  readonly factor: number;
  /** What the events of this segment are like, for instance how long they take. */
  readonly detail: Detail;
}

/**
 * How many events one proxy has counted, as a function of time: a chain of segments, in each of which the count grows
 * with the integral of the load. Nothing is stored per sample, so any length of history is free.
 */
export class CountTimeline<Detail> {
  readonly #load: LoadProfile;
  readonly #segments: Segment<Detail>[];

  constructor(load: LoadProfile, fromSeconds: number, factor: number, detail: Detail) {
    this.#load = load;
    this.#segments = [{ fromSeconds, factor, detail }];
  }

  get startSeconds(): number {
    return this.#segments[0]?.fromSeconds ?? 0;
  }

  get current(): { factor: number; detail: Detail } | undefined {
    return this.#segments.at(-1);
  }

  /** From now on the count grows by another share of the load, or its events are of another kind. */
  change(atSeconds: number, factor: number, detail: Detail): void {
    const last = this.#segments.at(-1);
    this.#segments.push({ fromSeconds: Math.max(atSeconds, last?.fromSeconds ?? atSeconds), factor, detail });
  }

  /** Events between two instants, a whole number that never falls as `atSeconds` grows. */
  count(sinceSeconds: number, atSeconds: number): number {
    return Math.floor(this.weigh(sinceSeconds, atSeconds, () => 1));
  }

  /**
   * Events between two instants, each counted with a weight by its kind. With weights between 0 and 1 it never
   * exceeds the count, and it never falls.
   */
  weigh(sinceSeconds: number, atSeconds: number, weightOf: (detail: Detail) => number): number {
    let sum = 0;
    for (const [index, { fromSeconds, factor, detail }] of this.#segments.entries()) {
      if (fromSeconds > atSeconds) break;
      if (factor === 0) continue;
      const from = Math.max(sinceSeconds, fromSeconds);
      const until = Math.min(atSeconds, this.#segments[index + 1]?.fromSeconds ?? atSeconds);
      if (until > from)
        sum += weightOf(detail) * factor * (this.#load.integral(until) - this.#load.integral(from));
    }
    return sum;
  }
}
