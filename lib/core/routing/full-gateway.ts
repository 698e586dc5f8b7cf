/** All sidecars, as VirtualServices name them. */
export const MESH = 'mesh';

/**
 * A gateway as a VirtualService names it, as `mesh` or `namespace/name`. A short name, or `./name`, is of the object's
 * own namespace; `name.namespace.svc…` is how it was written once.
 */
export function fullGateway(written: string, namespace: string): string {
  if (written === MESH) return MESH;
  const slash = written.indexOf('/');
  if (slash >= 0) return slash === 1 && written.startsWith('.') ? `${namespace}${written.slice(1)}` : written;
  const [name = '', place = namespace] = written.split('.');
  return `${place}/${name}`;
}
