/** The namespaces that somebody may see. */
export type Visibility = 'all' | ReadonlySet<string>;

/** Whether something that stands in a namespace may be shown. What stands in none has nobody who could allow it. */
export function isVisible(visibility: Visibility, namespace: string | undefined): boolean {
  return visibility === 'all' || (namespace !== undefined && visibility.has(namespace));
}

/** Equal for equal visibilities: part of the key of everything that is remembered for more than one person. */
export function visibilityKey(visibility: Visibility): string {
  return visibility === 'all' ? 'all' : `only:${[...visibility].sort().join(',')}`;
}

/** The name of whatever may not be shown. No object of Kubernetes can have it. */
export const HIDDEN_NAME = '(hidden)';

/** The name of an object that counts for what may be seen, and may not be seen itself. */
export const HIDDEN_OBJECT_NAME = '(outside what you may see)';
