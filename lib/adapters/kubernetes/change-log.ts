import type { JsonObject } from '@/lib/core/kubernetes/json';
import type { SeenChange } from '@/lib/services/ports';

const MAX_OBJECTS = 2_000;
const MAX_PER_OBJECT = 20;

/** Remembers when the specs of objects were seen to change, those of late. */
export class ChangeLog {
  readonly #nowMs: () => number;
  readonly #byKey = new Map<string, { namespace: string; name: string; atMs: number[] }>();
  #list: readonly SeenChange[] | undefined;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Notes an object's change, if it is one: `before` is absent for new ones. Labels and status are no part of it. */
  note(place: { namespace: string; name: string }, before: JsonObject | undefined, now: JsonObject): void {
    if (before !== undefined && isSameSpec(before['spec'], now['spec'])) return;
    const key = `${place.namespace}/${place.name}`;
    const atMs = [...(this.#byKey.get(key)?.atMs ?? []), this.#nowMs()].slice(-MAX_PER_OBJECT);
    // Set anew, so that the oldest change is the first to be forgotten.
    this.#byKey.delete(key);
    this.#byKey.set(key, { ...place, atMs });
    const [oldest] = this.#byKey.keys();
    if (this.#byKey.size > MAX_OBJECTS && oldest !== undefined) this.#byKey.delete(oldest);
    this.#list = undefined;
  }

  list(): readonly SeenChange[] {
    return (this.#list ??= [...this.#byKey.values()].flatMap(({ namespace, name, atMs }) =>
      atMs.map((at) => ({ namespace, name, atMs: at })),
    ));
  }
}

function isSameSpec(before: unknown, now: unknown): boolean {
  return JSON.stringify(before) === JSON.stringify(now);
}
