import type { ClusterAccess } from './load-access';

/** A Service's port, as somebody outside the cluster names it. */
export interface ServicePlace {
  readonly namespace: string;
  readonly service: string;
  readonly port: number;
  readonly scheme: 'http' | 'https';
}

/** The address of a Service behind the API server, which carries requests on for whoever may use `services/proxy`. */
export function proxiedAddress({ baseUrl }: Pick<ClusterAccess, 'baseUrl'>, place: ServicePlace): string {
  const { namespace, service, port, scheme } = place;
  const name = `${scheme === 'https' ? 'https:' : ''}${service}:${port}`;
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/services/${encodeURIComponent(name)}/proxy`;
  return `${baseUrl.replace(/\/+$/, '')}${path}`;
}

/** The address of a Service for those inside the cluster. */
export function clusterAddress({ namespace, service, port, scheme }: ServicePlace): string {
  return `${scheme}://${service}.${namespace}.svc:${port}`;
}
