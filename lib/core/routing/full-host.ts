const CLUSTER_DOMAIN = 'svc.cluster.local';

/** A Service's host in full. */
export function serviceHost({ namespace, name }: { namespace: string; name: string }): string {
  return `${name}.${namespace}.${CLUSTER_DOMAIN}`;
}

/** A host as an object writes it: a short name belongs to the object's namespace, a name with a dot is taken as it is. */
export function fullHost({ host, namespace = 'default' }: { host: string; namespace?: string }): string {
  return host === '' || host.includes('.') || host.includes('*')
    ? host
    : serviceHost({ namespace, name: host });
}
