import type { KubernetesObject } from '../kubernetes/object-store';

/** Short ways to write the core objects that every world is made of. */

type Labels = Record<string, string>;

export function namespaceObject(name: string, startedAt: Date, labels: Labels = {}): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      creationTimestamp: startedAt.toISOString(),
      labels: { 'kubernetes.io/metadata.name': name, ...labels },
    },
    spec: { finalizers: [] },
    status: { phase: 'Active' },
  };
}

export function serviceAccount(
  namespace: string,
  name: string,
  startedAt: Date,
  labels: Labels = {},
): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace, creationTimestamp: startedAt.toISOString(), labels },
  };
}

export function service(options: {
  namespace: string;
  name: string;
  startedAt: Date;
  labels: Labels;
  selector: Labels;
  ports: readonly { name: string; port: number; targetPort?: number }[];
  type?: 'ClusterIP' | 'LoadBalancer';
}): KubernetesObject {
  const { namespace, name, startedAt, labels, selector, ports, type = 'ClusterIP' } = options;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, creationTimestamp: startedAt.toISOString(), labels },
    spec: {
      type,
      selector,
      ports: ports.map((port) => ({
        name: port.name,
        port: port.port,
        targetPort: port.targetPort ?? port.port,
        protocol: 'TCP',
      })),
    },
    status: { loadBalancer: {} },
  };
}

export function deployment(options: {
  namespace: string;
  name: string;
  startedAt: Date;
  labels: Labels;
  podLabels: Labels;
  podAnnotations?: Record<string, string>;
  serviceAccount: string;
  replicas?: number;
  container: { name: string; image: string; ports: readonly number[] };
}): KubernetesObject {
  const { namespace, name, startedAt, labels, podLabels, podAnnotations, replicas = 1, container } = options;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, creationTimestamp: startedAt.toISOString(), labels },
    spec: {
      replicas,
      selector: { matchLabels: podLabels },
      template: {
        metadata: {
          labels: podLabels,
          ...(podAnnotations === undefined ? {} : { annotations: podAnnotations }),
        },
        spec: {
          serviceAccountName: options.serviceAccount,
          containers: [
            {
              name: container.name,
              image: container.image,
              ports: container.ports.map((containerPort) => ({ containerPort })),
            },
          ],
        },
      },
    },
  };
}
