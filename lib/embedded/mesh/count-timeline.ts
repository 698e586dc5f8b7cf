/** What has come in up to an instant; only differences mean something. Never falls. */
export interface Growth {
  integral(atSeconds: number): number;
}

/** Events of one kind within a segment. */
export interface Portion<Detail> {
  /** The load, or the part of it that comes while the world is in one of its states. */
  readonly growth: Growth;
  /** Events per event of the load. */
  readonly factor: number;
  /** What the events are like, for instance how long they take. */
  readonly detail: Detail;
}

interface Segment<Detail> {
  readonly fromSeconds: number;
  readonly portions: readonly Portion<Detail>[];
}

/**
 * How many events one proxy has counted, as a function of time: a chain of segments, in each of which the count grows
 * with integrals of the load. Nothing is stored per sample, so any length of history is free.
 */
export class CountTimeline<Detail> {
  readonly #load: Growth;
  readonly #segments: Segment<Detail>[];

  constructor(load: Growth, fromSeconds: number, factor: number, detail: Detail) {
    this.#load = load;
    this.#segments = [{ fromSeconds, portions: [{ growth: load, factor, detail }] }];
  }

  get startSeconds(): number {
    return this.#segments[0]?.fromSeconds ?? 0;
  }

  /** What the count grows by at present. */
  get current(): readonly Portion<Detail>[] {
    return this.#segments.at(-1)?.portions ?? [];
  }

  /** From now on the count grows by another share of the load, or its events are of another kind. */
  change(atSeconds: number, factor: number, detail: Detail): void {
    this.changeAll(atSeconds, [{ growth: this.#load, factor, detail }]);
  }

  /** From now on these events are counted; none at all stop the count where it is. */
  changeAll(atSeconds: number, portions: readonly Portion<Detail>[]): void {
    const last = this.#segments.at(-1);
    this.#segments.push({ fromSeconds: Math.max(atSeconds, last?.fromSeconds ?? atSeconds), portions });
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
    // This runs four times for each of a hundred thousand series: without a list of each segment's place.
    for (let index = 0; index < this.#segments.length; index += 1) {
      const { fromSeconds = Infinity, portions = [] } = this.#segments[index] ?? {};
      if (fromSeconds > atSeconds) break;
      const from = Math.max(sinceSeconds, fromSeconds);
      const until = Math.min(atSeconds, this.#segments[index + 1]?.fromSeconds ?? atSeconds);
      if (until <= from) continue;
      for (const { growth, factor, detail } of portions) {
        if (factor === 0) continue;
        sum += weightOf(detail) * factor * (growth.integral(until) - growth.integral(from));
      }
    }
    return sum;
  }

  /**
   * How often, between two instants, events of a kind have begun and ceased to come: times at which such events kept
   * coming without a break. Both numbers never fall.
   */
  episodes(
    sinceSeconds: number,
    atSeconds: number,
    isOfKind: (detail: Detail) => boolean,
  ): { begun: number; ended: number } {
    let begun = 0;
    let isRunning = false;
    for (const [index, { fromSeconds, portions }] of this.#segments.entries()) {
      if (fromSeconds > atSeconds) break;
      const until = this.#segments[index + 1]?.fromSeconds ?? Infinity;
      if (until <= Math.max(sinceSeconds, fromSeconds)) continue;
      const comes = portions.some(({ factor, detail }) => factor > 0 && isOfKind(detail));
      if (comes && !isRunning) begun += 1;
      isRunning = comes;
    }
    return { begun, ended: isRunning ? begun - 1 : begun };
  }
}
