import type { NamespaceChoice } from './url-state';

/** Adds or takes away one namespace; choosing every known one by hand means all, newcomers included. */
export function toggleNamespace(
  choice: NamespaceChoice,
  name: string,
  known: readonly string[],
): NamespaceChoice {
  const chosen = new Set(choice === 'all' ? known : choice);
  if (!chosen.delete(name)) chosen.add(name);
  const everyKnown = known.length > 0 && known.every((candidate) => chosen.has(candidate));
  return everyKnown && chosen.size === known.length ? 'all' : [...chosen].toSorted();
}

/** `All namespaces`, `bookinfo`, `bookinfo + 2`, `No namespace`. */
export function describeNamespaces(choice: NamespaceChoice): string {
  if (choice === 'all') return 'All namespaces';
  const [first, ...others] = choice;
  if (first === undefined) return 'No namespace';
  return others.length === 0 ? first : `${first} + ${others.length}`;
}
