/** A fault that cannot be meant; the message says which one and why. */
export class FaultError extends Error {
  override readonly name = 'FaultError';
}

/** Reads the fields of one JSON object and refuses what nobody asked for. */
export class FaultFields {
  readonly #fields: ReadonlyMap<string, unknown>;
  readonly #read = new Set<string>();
  /** What messages call the object. */
  title: string;

  /** @throws FaultError for anything but an object */
  constructor(value: unknown, title: string) {
    this.title = title;
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw this.#fail('', 'is an object');
    this.#fields = new Map(Object.entries(value));
  }

  has(name: string): boolean {
    return this.#take(name) !== undefined;
  }

  text(name: string): string {
    const value = this.#take(name);
    if (typeof value === 'string' && value !== '' && value.length <= 1000) return value;
    throw this.#fail(name, 'is a text of 1 to 1000 characters');
  }

  texts(name: string): readonly string[] {
    const value = this.#take(name);
    if (Array.isArray(value) && value.every((one) => typeof one === 'string' && one !== ''))
      return value.map(String);
    throw this.#fail(name, 'is a list of texts');
  }

  textsOr(name: string, fallback: readonly string[]): readonly string[] {
    return this.has(name) ? this.texts(name) : fallback;
  }

  whole(name: string, least: number, most: number): number {
    const value = this.#take(name);
    if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
    throw this.#fail(name, `is a whole number from ${least} to ${most}`);
  }

  wholeOr(name: string, least: number, most: number, fallback: number): number {
    return this.has(name) ? this.whole(name, least, most) : fallback;
  }

  choice<T extends string>(name: string, choices: readonly T[]): T {
    const value = this.#take(name);
    const found = choices.find((choice) => choice === value);
    if (found !== undefined) return found;
    throw this.#fail(name, `is one of ${choices.join(', ')}`);
  }

  choiceOr<T extends string>(name: string, choices: readonly T[], fallback: T): T {
    return this.has(name) ? this.choice(name, choices) : fallback;
  }

  /** A sample value as Prometheus writes it. */
  sampleValue(name: string): string {
    const text = this.text(name);
    if (/^(NaN|[+-]Inf|[+-]?\d+(\.\d+)?(e[+-]?\d+)?)$/.test(text)) return text;
    throw this.#fail(name, 'is a text such as "NaN", "+Inf" or "-1.5"');
  }

  /** @throws FaultError naming a field that was not read */
  finish(): void {
    for (const name of this.#fields.keys()) {
      if (!this.#read.has(name)) throw this.#fail('', `has no ${JSON.stringify(name)}`);
    }
  }

  fail(name: string, why: string): FaultError {
    return this.#fail(name, why);
  }

  #take(name: string): unknown {
    this.#read.add(name);
    return this.#fields.get(name);
  }

  #fail(name: string, why: string): FaultError {
    return new FaultError(`${this.title}${name === '' ? '' : `: ${name}`} ${why}.`);
  }
}
