import type { TraceSource } from './trace-source';

const FIRST_LOOK_SECONDS = 3600;
const MOST_AT_ONCE = 4_000;

/** Names that traces have told so far: services, and their operations by kind of span. */
export class KnownServices {
  readonly #source: TraceSource;
  readonly #nowSeconds: () => number;
  readonly #operations = new Map<string, Map<string, { name: string; spanKind: string }>>();
  #untilSeconds: number | undefined;

  constructor(source: TraceSource, nowSeconds: () => number) {
    this.#source = source;
    this.#nowSeconds = nowSeconds;
  }

  async services(): Promise<string[]> {
    await this.#lookOn();
    return [...this.#operations.keys()].sort();
  }

  async operations(service: string, spanKind?: string): Promise<{ name: string; spanKind: string }[]> {
    await this.#lookOn();
    return [...(this.#operations.get(service)?.values() ?? [])]
      .filter((one) => spanKind === undefined || spanKind === '' || one.spanKind === spanKind)
      .sort((a, b) => (`${a.name} ${a.spanKind}` < `${b.name} ${b.spanKind}` ? -1 : 1));
  }

  async #lookOn(): Promise<void> {
    const now = this.#nowSeconds();
    const from = this.#untilSeconds ?? now - FIRST_LOOK_SECONDS;
    this.#untilSeconds = now;
    let looked = 0;
    for (const { spans } of this.#source.between(from, now)) {
      for (const { service, operation, kind } of spans) {
        const known = this.#operations.get(service) ?? new Map<string, { name: string; spanKind: string }>();
        this.#operations.set(service, known);
        known.set(`${kind} ${operation}`, { name: operation, spanKind: kind });
      }
      looked += 1;
      if (looked >= MOST_AT_ONCE) return;
      if (looked % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
