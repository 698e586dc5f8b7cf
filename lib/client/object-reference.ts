import { whatIfKinds, type ObjectReference } from '@/lib/contracts/what-if-kinds';

/** Longer than Kubernetes lets a name be, with its namespace and kind. */
const LONGEST = 400;

/** Reads `AuthorizationPolicy/shop/deny-all`; null for anything else. */
export function parseObjectReference(text: string): ObjectReference | null {
  if (text.length > LONGEST) return null;
  const [kind, namespace, name, more] = text.split('/');
  const known = whatIfKinds.find((one) => one === kind);
  if (known === undefined || !namespace || !name || more !== undefined) return null;
  return { kind: known, namespace, name };
}

export function printObjectReference({ kind, namespace, name }: ObjectReference): string {
  return `${kind}/${namespace}/${name}`;
}

/** The page for changes with an object's YAML to begin with; undefined for kinds that it does not work out. */
export function whatIfAddress(object: {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}): string | undefined {
  const known = parseObjectReference(`${object.kind}/${object.namespace}/${object.name}`);
  if (known === null) return undefined;
  return `/what-if?${new URLSearchParams({ from: printObjectReference(known) })}`;
}
