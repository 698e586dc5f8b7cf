import type { Incident } from '../worlds/world';
import type { Growth } from './count-timeline';
import type { LoadProfile } from './load-profile';

/** A state of the world: which of its incidents are under way, one bit for each. */
export type Regime = number;

/** More would need more plans than a demo can afford. */
const MOST_INCIDENTS = 4;

interface Boundary {
  readonly atSeconds: number;
  /** What holds from here on. */
  readonly regime: Regime;
  /** Load that came in each regime up to here. */
  readonly before: readonly number[];
}

/**
 * Splits the load by the incidents that are under way: for each regime, how much of the load has come while it held.
 * The boundaries between regimes are known ahead, so only their prefix sums are kept, a few dozen a day.
 */
export class LoadRegimes {
  readonly regimes: readonly Regime[];
  readonly #load: LoadProfile;
  readonly #incidents: readonly Incident[];
  readonly #growths: readonly Growth[];
  readonly #boundaries: Boundary[];
  /** Series of one proxy are scraped at once, so one instant is asked for again and again. */
  readonly #remembered = new Map<number, readonly number[]>();

  constructor(load: LoadProfile, incidents: readonly Incident[], startSeconds: number) {
    this.#load = load;
    this.#incidents = incidents
      .filter(({ everySeconds, lastsSeconds }) => everySeconds > 0 && lastsSeconds > 0)
      .slice(0, MOST_INCIDENTS);
    this.regimes = Array.from({ length: 1 << this.#incidents.length }, (_, regime) => regime);
    this.#growths = this.regimes.map((regime) =>
      this.#incidents.length === 0
        ? load
        : { integral: (atSeconds) => this.#integrals(atSeconds)[regime] ?? 0 },
    );
    this.#boundaries = [
      {
        atSeconds: startSeconds,
        regime: this.regimeAt(startSeconds),
        before: this.regimes.map(() => 0),
      },
    ];
  }

  /** The incidents under way in a regime. */
  incidentsIn(regime: Regime): readonly Incident[] {
    return this.#incidents.filter((_, index) => (regime & (1 << index)) !== 0);
  }

  regimeAt(atSeconds: number): Regime {
    let regime = 0;
    for (const [index, { everySeconds, lastsSeconds, offsetSeconds }] of this.#incidents.entries()) {
      if (phaseOf(atSeconds, everySeconds, offsetSeconds) < lastsSeconds) regime |= 1 << index;
    }
    return regime;
  }

  /** The load of one regime only. Without incidents it is the load itself. */
  growthIn(regime: Regime): Growth {
    return this.#growths[regime] ?? this.#load;
  }

  /** When a regime holds for the first time from an instant on, within its first cycles. */
  firstIn(regime: Regime, fromSeconds: number): number | undefined {
    if (this.regimeAt(fromSeconds) === regime) return fromSeconds;
    let at = fromSeconds;
    for (let steps = 0; steps < 1000; steps += 1) {
      at = this.#nextChange(at);
      if (at === Infinity) return undefined;
      if (this.regimeAt(at) === regime) return at;
    }
    return undefined;
  }

  #integrals(atSeconds: number): readonly number[] {
    const known = this.#remembered.get(atSeconds);
    if (known !== undefined) return known;
    this.#extendTo(atSeconds);
    const boundary = this.#boundaryBefore(atSeconds);
    const more = this.#load.integral(atSeconds) - this.#load.integral(boundary.atSeconds);
    const integrals = boundary.before.map((value, regime) =>
      regime === boundary.regime ? value + more : value,
    );
    if (this.#remembered.size >= 512) this.#remembered.clear();
    this.#remembered.set(atSeconds, integrals);
    return integrals;
  }

  #boundaryBefore(atSeconds: number): Boundary {
    let low = 0;
    let high = this.#boundaries.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#boundaries[middle]?.atSeconds ?? Infinity) <= atSeconds) low = middle;
      else high = middle - 1;
    }
    const found = this.#boundaries[low];
    if (found === undefined) throw new RangeError('A load has at least one regime.');
    return found;
  }

  #extendTo(atSeconds: number): void {
    for (;;) {
      const last = this.#boundaries.at(-1);
      if (last === undefined) return;
      const next = this.#nextChange(last.atSeconds);
      if (next > atSeconds) return;
      const more = this.#load.integral(next) - this.#load.integral(last.atSeconds);
      this.#boundaries.push({
        atSeconds: next,
        regime: this.regimeAt(next),
        before: last.before.map((value, regime) => (regime === last.regime ? value + more : value)),
      });
    }
  }

  #nextChange(afterSeconds: number): number {
    let next = Infinity;
    for (const { everySeconds, lastsSeconds, offsetSeconds } of this.#incidents) {
      const phase = phaseOf(afterSeconds, everySeconds, offsetSeconds);
      const end = Math.min(lastsSeconds, everySeconds);
      next = Math.min(next, afterSeconds + (phase < end ? end - phase : everySeconds - phase));
    }
    // Rounding must not stop the clock.
    return Math.max(next, afterSeconds + 1e-3);
  }
}

function phaseOf(atSeconds: number, everySeconds: number, offsetSeconds: number): number {
  const phase = (atSeconds - offsetSeconds) % everySeconds;
  // Half a millisecond of grace: a boundary computed from a phase may fall just short of it.
  const positive = phase < 0 ? phase + everySeconds : phase;
  return everySeconds - positive < 5e-4 ? 0 : positive;
}
