import type { Core } from 'cytoscape';

/** What Cytoscape's canvas keeps pictures of: elements, and their texts in the middle and at both ends. */
const PICTURE_CACHES = ['eleTxrCache', 'lblTxrCache', 'slbTxrCache', 'tlbTxrCache'] as const;

/**
 * Forgets texts, widths and curves that no element wears any more. Cytoscape 3.34 keeps each that it ever drew, as a parsed
 * property and as a set of elements that is empty by now, so that a page whose numbers change would grow for as long as it
 * is open. Both are caches that it fills anew; where another version has none of this, nothing is done.
 */
export function forgetWornOut(cy: Core): void {
  const inside = readField(cy, '_private');
  const style = readField(inside, 'style');
  if (isObject(style) && Array.isArray(readField(style, 'propCache'))) Reflect.set(style, 'propCache', []);
  const caches = readField(readField(inside, 'renderer'), 'data');
  for (const name of PICTURE_CACHES) {
    const wearers = readField(readField(readField(caches, name), 'lookup'), 'idsByKey');
    if (!(wearers instanceof Map)) continue;
    for (const [key, ids] of wearers) if (ids instanceof Set && ids.size === 0) wearers.delete(key);
  }
}

function readField(from: unknown, name: string): unknown {
  return isObject(from) ? Reflect.get(from, name) : undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
