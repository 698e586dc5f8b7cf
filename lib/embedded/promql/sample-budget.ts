import { PromqlError } from './errors';

/** Counts the samples a query holds at one time, so that one question cannot eat the memory of the process. */
export class SampleBudget {
  #held = 0;
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Takes `count` more samples, or gives some back when negative. Throws `execution` above the limit. */
  take(count: number): void {
    this.#held += count;
    if (this.#held > this.#limit) {
      throw new PromqlError(
        'execution',
        'query processing would load too many samples into memory in query execution',
      );
    }
  }
}
