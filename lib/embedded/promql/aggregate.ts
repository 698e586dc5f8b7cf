import { CompensatedSum } from './compensated-sum';
import { quantileOf } from './quantile';

/** Collects the values of one group at one instant. */
export interface Accumulator {
  add(value: number): void;
  /** `param` is the scalar parameter of the aggregation, NaN where it takes none. */
  result(param: number): number;
}

class Sum implements Accumulator {
  readonly #sum = new CompensatedSum();

  add(value: number): void {
    this.#sum.add(value);
  }

  result(): number {
    return this.#sum.value;
  }
}

class Average implements Accumulator {
  readonly #sum = new CompensatedSum();
  #count = 0;
  #running = 0;

  add(value: number): void {
    this.#sum.add(value);
    this.#count += 1;
    const keepsInfinity =
      !Number.isFinite(this.#running) && (this.#running === value || Number.isFinite(value));
    if (!keepsInfinity) this.#running += value / this.#count - this.#running / this.#count;
  }

  result(): number {
    const total = this.#sum.value;
    // The running mean survives sums that overflow.
    return Number.isFinite(total) ? total / this.#count : this.#running;
  }
}

class Extreme implements Accumulator {
  readonly #isBetter: (value: number, best: number) => boolean;
  #best = Number.NaN;

  constructor(isBetter: (value: number, best: number) => boolean) {
    this.#isBetter = isBetter;
  }

  add(value: number): void {
    if (Number.isNaN(this.#best) || this.#isBetter(value, this.#best)) this.#best = value;
  }

  result(): number {
    return this.#best;
  }
}

class Count implements Accumulator {
  #count = 0;

  add(): void {
    this.#count += 1;
  }

  result(): number {
    return this.#count;
  }
}

/** Population variance by Welford's recurrence. */
class Variance implements Accumulator {
  #count = 0;
  #mean = 0;
  #squares = 0;

  add(value: number): void {
    this.#count += 1;
    const delta = value - this.#mean;
    this.#mean += delta / this.#count;
    this.#squares += delta * (value - this.#mean);
  }

  result(): number {
    return this.#squares / this.#count;
  }
}

class Deviation extends Variance {
  override result(): number {
    return Math.sqrt(super.result());
  }
}

class Quantile implements Accumulator {
  readonly #values: number[] = [];

  add(value: number): void {
    this.#values.push(value);
  }

  result(q: number): number {
    return quantileOf(q, this.#values);
  }
}

const one: Accumulator = { add: () => undefined, result: () => 1 };

/** How to start a group of each aggregation that makes one number of many. */
export const AGGREGATIONS: ReadonlyMap<string, () => Accumulator> = new Map<string, () => Accumulator>([
  ['sum', () => new Sum()],
  ['avg', () => new Average()],
  ['min', () => new Extreme((value, best) => value < best)],
  ['max', () => new Extreme((value, best) => value > best)],
  ['count', () => new Count()],
  ['group', () => one],
  ['stddev', () => new Deviation()],
  ['stdvar', () => new Variance()],
  ['quantile', () => new Quantile()],
]);
