/**
 * Whether a host of a configuration object takes in a host that is called: the same name, or with `*` at its start
 * every longer name with that end. `*.example.com` takes in `a.b.example.com` and not `example.com`.
 */
export function matchesHost(pattern: string, host: string): boolean {
  if (!pattern.startsWith('*')) return pattern === host;
  // The same wildcard is what proxies report where they were given one.
  return pattern === host || (host.length > pattern.length - 1 && host.endsWith(pattern.slice(1)));
}

/** Orders patterns that take in the same host: exact ones first, then long wildcards before short ones. */
export function compareSpecificity(a: string, b: string): number {
  return Number(a.startsWith('*')) - Number(b.startsWith('*')) || b.length - a.length;
}

/** A host without what does not distinguish names: case, a final dot, a port. */
export function plainHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^([^:]*):\d{1,5}$/, '$1')
    .replace(/\.$/, '');
}
