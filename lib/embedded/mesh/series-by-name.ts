import type { SimulatedSeries } from './simulated-series';

/** Series of one name that are made when somebody first asks for that name. */
export interface SeriesFamily {
  readonly name: string;
  readonly make: () => SimulatedSeries[];
}

/** All series by their metric's name. Most metrics of a mesh are never asked for: they cost nothing here. */
export class SeriesIndex {
  readonly #made = new Map<string, SimulatedSeries[]>();
  readonly #waiting = new Map<string, SeriesFamily[]>();

  add(family: SeriesFamily): void {
    const waiting = this.#waiting.get(family.name);
    if (waiting === undefined) this.#waiting.set(family.name, [family]);
    else waiting.push(family);
  }

  /** The series of one metric, in the order in which they were added. */
  withName(name: string): readonly SimulatedSeries[] {
    const made = this.#made.get(name) ?? [];
    const waiting = this.#waiting.get(name);
    if (waiting === undefined) return made;
    for (const { make } of waiting) made.push(...make());
    this.#waiting.delete(name);
    this.#made.set(name, made);
    return made;
  }

  *all(): Iterable<SimulatedSeries> {
    for (const name of new Set([...this.#made.keys(), ...this.#waiting.keys()])) yield* this.withName(name);
  }
}
