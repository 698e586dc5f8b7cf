import type { KubernetesObject } from '../kubernetes/object-store';
import { deployment, service, serviceAccount, statefulSet } from './object-recipes';

export interface ServicePort {
  readonly name: string;
  readonly port: number;
  readonly targetPort?: number;
}

export const HTTP: ServicePort = { name: 'http', port: 80, targetPort: 8080 };
export const GRPC: ServicePort = { name: 'grpc', port: 9090 };

export interface ApplicationOptions {
  readonly namespace: string;
  readonly name: string;
  readonly startedAt: Date;
  /** Who builds it: the first part of the image's name. */
  readonly maker: string;
  /** Empty: nobody can call it, so it has no Service. */
  readonly ports: readonly ServicePort[];
  /** A single version's workload is named after the application, several ones' have their version at the end. */
  readonly versions?: readonly string[];
  readonly replicas?: number;
  readonly kind?: 'Deployment' | 'StatefulSet';
}

/** An application's ServiceAccount, Service and workloads, with the labels `app` and `version`. */
export function application(options: ApplicationOptions): KubernetesObject[] {
  const { namespace, name, startedAt, ports, versions = ['v1'], kind = 'Deployment' } = options;
  const labels = { app: name };
  const makeWorkload = kind === 'StatefulSet' ? statefulSet : deployment;
  return [
    serviceAccount(namespace, name, startedAt, labels),
    ...(ports.length === 0 ? [] : [service({ namespace, name, startedAt, labels, selector: labels, ports })]),
    ...versions.map((version) =>
      makeWorkload({
        namespace,
        name: versions.length === 1 ? name : `${name}-${version}`,
        startedAt,
        labels: { ...labels, version },
        podLabels: { ...labels, version },
        serviceAccount: name,
        replicas: options.replicas ?? 1,
        container: {
          name,
          image: `${options.maker}/${name}:${version}`,
          ports: ports.map((port) => port.targetPort ?? port.port),
        },
      }),
    ),
  ];
}
