import { isJsonObject, type JsonObject } from './json';

/** A field that is not what it should be. The rest of the object is still read. */
export interface FieldProblem {
  /** For instance `spec.http[2].route[0].weight`. */
  readonly path: string;
  readonly message: string;
}

/** Labels, selectors and annotations. Own properties only: ask with {@link labelOf}. */
export type Labels = Readonly<Record<string, string>>;

const MAX_PROBLEMS = 20;

/** The value of a label; undefined when absent, whatever the name is. */
export function labelOf(labels: Labels, name: string): string | undefined {
  return Object.hasOwn(labels, name) ? labels[name] : undefined;
}

/** Reads fields of foreign JSON. Absent and null give nothing; a wrong type gives nothing and a problem. Never throws. */
export class FieldReader {
  readonly problems: FieldProblem[] = [];

  refuse(path: string, message: string): undefined {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push({ path, message });
    return undefined;
  }

  object(value: unknown, path: string): JsonObject | undefined {
    if (value === undefined || value === null) return undefined;
    return isJsonObject(value) ? value : this.refuse(path, 'must be an object');
  }

  list(value: unknown, path: string): readonly unknown[] {
    if (value === undefined || value === null) return [];
    if (Array.isArray(value)) return value;
    this.refuse(path, 'must be a list');
    return [];
  }

  /** The objects of a list, each with its own path. */
  objects(value: unknown, path: string): { readonly object: JsonObject; readonly path: string }[] {
    return this.list(value, path).flatMap((item, index) => {
      const itemPath = `${path}[${index}]`;
      if (isJsonObject(item)) return [{ object: item, path: itemPath }];
      this.refuse(itemPath, 'must be an object');
      return [];
    });
  }

  text(value: unknown, path: string): string | undefined {
    if (value === undefined || value === null || value === '') return undefined;
    return typeof value === 'string' ? value : this.refuse(path, 'must be a text');
  }

  texts(value: unknown, path: string): string[] {
    return this.list(value, path).flatMap((item, index) => this.text(item, `${path}[${index}]`) ?? []);
  }

  /** A whole number that is not negative; old objects spell numbers as texts. */
  count(value: unknown, path: string): number | undefined {
    if (value === undefined || value === null) return undefined;
    const number = typeof value === 'string' && /^\d{1,15}$/.test(value.trim()) ? Number(value) : value;
    if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return number;
    return this.refuse(path, 'must be a whole number, not negative');
  }

  flag(value: unknown, path: string): boolean {
    if (value === undefined || value === null) return false;
    if (typeof value === 'boolean') return value;
    this.refuse(path, 'must be true or false');
    return false;
  }

  /** One of `allowed`. */
  word<T extends string>(value: unknown, path: string, allowed: readonly T[]): T | undefined {
    const text = this.text(value, path);
    if (text === undefined) return undefined;
    return allowed.find((word) => word === text) ?? this.refuse(path, `must be one of ${allowed.join(', ')}`);
  }

  labels(value: unknown, path: string): Labels {
    const entries = Object.entries(this.object(value, path) ?? {}).filter(([key, one]) => {
      if (typeof one === 'string') return true;
      this.refuse(`${path}[${JSON.stringify(key.slice(0, 80))}]`, 'must be a text');
      return false;
    });
    return Object.fromEntries(entries) as Labels;
  }
}
