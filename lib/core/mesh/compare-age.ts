import { compareText } from './compare-text';

/** An object as far as its rank among its like is concerned. */
export interface Aged {
  readonly name: string;
  readonly namespace?: string;
  /** RFC 3339. */
  readonly createdAt?: string;
}

/** Istio's order among configuration of one kind: the oldest first, then by name and namespace. */
export function compareAge(a: Aged, b: Aged): number {
  return (
    createdMs(a) - createdMs(b) ||
    compareText(a.name, b.name) ||
    compareText(a.namespace ?? '', b.namespace ?? '')
  );
}

/** Unix milliseconds; an object whose age nobody knows is nobody's elder. */
function createdMs({ createdAt }: Aged): number {
  const ms = createdAt === undefined ? Number.NaN : Date.parse(createdAt);
  return Number.isNaN(ms) ? Number.MAX_SAFE_INTEGER : ms;
}
