/**
 * One text for several, absent ones included, such that different lists give different texts whatever they hold. For
 * keys of maps: much cheaper than JSON.
 */
export function joinKey(...parts: readonly (string | undefined)[]): string {
  let key = '';
  for (const part of parts) key += part === undefined ? '-' : `${part.length}:${part}`;
  return key;
}
