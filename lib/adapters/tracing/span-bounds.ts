/** What one trace may hold; strangers write spans, and a page must not drown in one. */
export const MOST_SPANS = 5_000;
export const MOST_TAGS = 200;
export const LONGEST_VALUE = 2_000;
const LONGEST_NAME = 300;

/** Tags that tell whose request it was and how it ended: kept however many others there are. */
const TELLING = new Set([
  'component',
  'node_id',
  'upstream_cluster',
  'upstream_cluster.name',
  'upstream_address',
  'response_flags',
  'http.status_code',
  'http.response.status_code',
  'grpc.status_code',
  'rpc.grpc.status_code',
  'span.kind',
  'error',
]);

/** Tags as texts, within bounds. Of several values for one name the last counts. */
export class TagBag {
  readonly #tags = new Map<string, string>();
  #others = 0;

  add(name: unknown, value: unknown): void {
    if (typeof name !== 'string' || name === '' || name.length > LONGEST_NAME) return;
    const text = toText(value);
    if (text === undefined) return;
    if (!this.#tags.has(name) && !TELLING.has(name) && !name.startsWith('istio.')) {
      if (this.#others >= MOST_TAGS) return;
      this.#others += 1;
    }
    if (this.#tags.size < 2 * MOST_TAGS) this.#tags.set(name, text.slice(0, LONGEST_VALUE));
  }

  get(name: string): string | undefined {
    return this.#tags.get(name);
  }

  /** Without those that the span tells in fields of its own. */
  list(): Record<string, string> {
    // Names such as `__proto__` are names like any other.
    return Object.fromEntries([...this.#tags].filter(([name]) => name !== 'span.kind' && name !== 'error'));
  }
}

function toText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** A whole number of microseconds that can be shown as a time. */
export function readMicroseconds(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 && value < 8.64e18 ? Math.round(value) : undefined;
}
