import { asObject, asText, isJsonObject, type JsonObject } from '@/lib/core/kubernetes/json';
import type { Keep } from './keep';

const MAX_PROBLEMS = 20;

/** The present objects of one kind, by namespace and name. */
export class ObjectStore {
  readonly #keep: Keep;
  #objects = new Map<string, JsonObject>();
  #problems: string[] = [];

  constructor(keep: Keep) {
    this.#keep = keep;
  }

  get size(): number {
    return this.#objects.size;
  }

  get problems(): readonly string[] {
    return this.#problems;
  }

  list(): JsonObject[] {
    return [...this.#objects.values()];
  }

  clear(): void {
    this.#objects = new Map();
    this.#problems = [];
  }

  /** Starts a fresh picture that takes effect as a whole with `commit`. */
  replacement(): { add(item: unknown): void; commit(): void } {
    const objects = new Map<string, JsonObject>();
    const problems: string[] = [];
    let index = -1;
    return {
      add: (item) => {
        index += 1;
        const read = this.#read(item);
        if (read !== undefined) objects.set(read.key, read.kept);
        else if (problems.length < MAX_PROBLEMS)
          problems.push(`items[${index}]: not an object with metadata.name`);
      },
      commit: () => {
        this.#objects = objects;
        this.#problems = problems;
      },
    };
  }

  /** Applies one watch event. @returns whether it could be read */
  apply(type: 'ADDED' | 'MODIFIED' | 'DELETED', object: unknown): boolean {
    const read = this.#read(object);
    if (read === undefined) {
      if (this.#problems.length < MAX_PROBLEMS)
        this.#problems.push('watch event: not an object with metadata.name');
      return false;
    }
    if (type === 'DELETED') this.#objects.delete(read.key);
    else this.#objects.set(read.key, read.kept);
    return true;
  }

  #read(item: unknown): { key: string; kept: JsonObject } | undefined {
    if (!isJsonObject(item)) return undefined;
    const metadata = asObject(item['metadata']);
    const name = asText(metadata['name']);
    if (name === undefined) return undefined;
    return { key: `${asText(metadata['namespace']) ?? ''}/${name}`, kept: this.#keep(item) };
  }
}
