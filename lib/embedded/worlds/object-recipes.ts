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

export interface WorkloadOptions {
  readonly namespace: string;
  readonly name: string;
  readonly startedAt: Date;
  readonly labels: Labels;
  readonly podLabels: Labels;
  readonly podAnnotations?: Labels;
  readonly serviceAccount: string;
  readonly replicas?: number;
  readonly container: {
    readonly name: string;
    readonly image: string;
    readonly ports: readonly number[];
    readonly env?: readonly { readonly name: string; readonly value: string }[];
  };
}

export function deployment(options: WorkloadOptions): KubernetesObject {
  const { replicas = 1 } = options;
  return workload('Deployment', options, { replicas });
}

/** A StatefulSet whose Service has its name. */
export function statefulSet(options: WorkloadOptions): KubernetesObject {
  const { replicas = 1, name } = options;
  return workload('StatefulSet', options, { replicas, serviceName: name });
}

/** One pod on every node; `replicas` means nothing here. */
export function daemonSet(options: WorkloadOptions): KubernetesObject {
  return workload('DaemonSet', options, {});
}

function workload(
  kind: string,
  options: WorkloadOptions,
  spec: Readonly<Record<string, unknown>>,
): KubernetesObject {
  const { namespace, name, startedAt, labels, podLabels, podAnnotations, container } = options;
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, namespace, creationTimestamp: startedAt.toISOString(), labels },
    spec: {
      ...spec,
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
              ...(container.env === undefined ? {} : { env: container.env }),
            },
          ],
        },
      },
    },
  };
}
