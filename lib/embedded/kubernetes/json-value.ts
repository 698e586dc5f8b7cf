export type JsonRecord = Record<string, unknown>;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path of object keys, undefined as soon as a step is missing. */
export function readPath(value: unknown, ...path: string[]): unknown {
  let current = value;
  for (const key of path) {
    if (!isRecord(current) || !Object.hasOwn(current, key)) return undefined;
    current = current[key];
  }
  return current;
}

export function readRecord(value: unknown, ...path: string[]): JsonRecord {
  const found = readPath(value, ...path);
  return isRecord(found) ? found : {};
}

export function readList(value: unknown, ...path: string[]): readonly unknown[] {
  const found = readPath(value, ...path);
  return Array.isArray(found) ? found : [];
}

export function readString(value: unknown, ...path: string[]): string {
  const found = readPath(value, ...path);
  return typeof found === 'string' ? found : '';
}

export function readNumber(fallback: number, value: unknown, ...path: string[]): number {
  const found = readPath(value, ...path);
  return typeof found === 'number' ? found : fallback;
}

/** The string members of a record, as labels and annotations are. */
export function readStrings(value: unknown, ...path: string[]): Record<string, string> {
  const strings: Record<string, string> = {};
  for (const [key, member] of Object.entries(readRecord(value, ...path))) {
    if (typeof member === 'string') strings[key] = member;
  }
  return strings;
}

/** Equality of JSON values; the order of object keys does not matter. */
export function isDeepEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (Array.isArray(left)) {
    if (!Array.isArray(right) || left.length !== right.length) return false;
    return left.every((item, index) => isDeepEqual(item, right[index]));
  }
  if (!isRecord(left) || !isRecord(right)) return false;
  const keys = Object.keys(left).filter((key) => left[key] !== undefined);
  const others = Object.keys(right).filter((key) => right[key] !== undefined);
  if (keys.length !== others.length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && isDeepEqual(left[key], right[key]));
}

/** Freezes a JSON value with everything in it, so that nobody can change what others were handed. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const member of Object.values(value)) deepFreeze(member);
  return value;
}

/** JSON with sorted keys: equal values give equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (!isRecord(value)) return JSON.stringify(value) ?? 'null';
  const members = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`);
  return `{${members.join(',')}}`;
}
