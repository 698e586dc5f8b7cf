import { asObject, asText, isJsonObject, type JsonObject } from '@/lib/core/kubernetes/json';
import type { ChangeLog } from './change-log';
import type { Keep } from './keep';

const MAX_PROBLEMS = 20;

/** The present objects of one kind, by namespace and name. */
export class ObjectStore {
  readonly #keep: Keep;
  readonly #log: ChangeLog | undefined;
  #isListed = false;
  #objects = new Map<string, JsonObject>();
  #problems: string[] = [];

  /** @param log told of what changes once the first list is there; absent where nobody asks */
  constructor(keep: Keep, log?: ChangeLog) {
    this.#keep = keep;
    this.#log = log;
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
    this.#isListed = false;
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
        if (this.#isListed) for (const [key, kept] of objects) this.#note(key, kept);
        this.#isListed = true;
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
    else {
      this.#note(read.key, read.kept);
      this.#objects.set(read.key, read.kept);
    }
    return true;
  }

  #note(key: string, kept: JsonObject): void {
    const [namespace = '', name = ''] = key.split('/');
    this.#log?.note({ namespace, name }, this.#objects.get(key), kept);
  }

  #read(item: unknown): { key: string; kept: JsonObject } | undefined {
    if (!isJsonObject(item)) return undefined;
    const metadata = asObject(item['metadata']);
    const name = asText(metadata['name']);
    if (name === undefined) return undefined;
    return { key: `${asText(metadata['namespace']) ?? ''}/${name}`, kept: this.#keep(item) };
  }
}
