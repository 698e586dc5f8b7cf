/** `find`, which is asked once about each object as long as the function that is returned lives. Nobody may change one meanwhile. */
export function rememberOf<K extends object, V>(find: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const remembered = known.get(key);
    if (remembered !== undefined || known.has(key)) return remembered as V;
    const found = find(key);
    known.set(key, found);
    return found;
  };
}
