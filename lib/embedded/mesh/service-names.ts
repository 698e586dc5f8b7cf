/** The service a request was for, as the client's proxy names it. */
export interface RoutedService {
  readonly host: string;
  readonly name: string;
  readonly namespace: string;
}

const CLUSTER_DOMAIN = 'svc.cluster.local';
export const NOWHERE: RoutedService = { host: 'unknown', name: 'unknown', namespace: 'unknown' };

/** A short name is completed by the namespace of the object that says it; a name with a dot is taken as it is. */
export function fullHost(host: string, namespace: string): string {
  return host === '' || host.includes('.') || host.includes('*')
    ? host
    : `${host}.${namespace}.${CLUSTER_DOMAIN}`;
}

/** The Service that a full host name of the cluster stands for. */
export function parseClusterHost(host: string): { name: string; namespace: string } | undefined {
  const [, name, namespace] = /^([^.]+)\.([^.]+)\.svc\.cluster\.local$/.exec(host) ?? [];
  return name === undefined || namespace === undefined ? undefined : { name, namespace };
}

/** How proxies name a host that may or may not exist. */
export function serviceOf(host: string): RoutedService {
  const parsed = parseClusterHost(host);
  return parsed === undefined ? { host, name: host, namespace: 'unknown' } : { host, ...parsed };
}

export function hostMatches(pattern: string, host: string): boolean {
  if (pattern === '*') return true;
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : pattern === host;
}

/** Exact hosts go before wildcards, and longer wildcards before shorter ones. */
export function hostWeight(pattern: string): number {
  return pattern.startsWith('*') ? pattern.length : 10_000 + pattern.length;
}
