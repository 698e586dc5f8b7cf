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
  /** Buckets by their bound, of metrics of which one bound was asked for. */
  readonly #byBound = new Map<string, Map<string, SimulatedSeries[]>>();

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
    this.#byBound.delete(name);
    return made;
  }

  /** Those of them that are the bucket of one bound: the last one tells how many there are, and is a twentieth of all. */
  withBound(name: string, bound: string): readonly SimulatedSeries[] {
    const all = this.withName(name);
    const known = this.#byBound.get(name) ?? groupByBound(all);
    this.#byBound.set(name, known);
    return known.get(bound) ?? [];
  }

  *all(): Iterable<SimulatedSeries> {
    for (const name of new Set([...this.#made.keys(), ...this.#waiting.keys()])) yield* this.withName(name);
  }
}

function groupByBound(all: readonly SimulatedSeries[]): Map<string, SimulatedSeries[]> {
  const byBound = new Map<string, SimulatedSeries[]>();
  for (const series of all) {
    const bound = series.labels['le'] ?? '';
    const known = byBound.get(bound);
    if (known === undefined) byBound.set(bound, [series]);
    else known.push(series);
  }
  return byBound;
}
