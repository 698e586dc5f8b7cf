import type { KubernetesObject } from '../kubernetes/object-store';

/** Short ways to write the objects that tell a mesh what to do. */

/** Where an object lives and since when. */
export interface Place {
  readonly namespace: string;
  readonly name: string;
  readonly startedAt: Date;
  readonly labels?: Record<string, string>;
}

type Spec = Readonly<Record<string, unknown>>;

const NETWORKING = 'networking.istio.io/v1';
const SECURITY = 'security.istio.io/v1';
const GATEWAY_API = 'gateway.networking.k8s.io/v1';

export const virtualService = recipe(NETWORKING, 'VirtualService');
export const destinationRule = recipe(NETWORKING, 'DestinationRule');
export const serviceEntry = recipe(NETWORKING, 'ServiceEntry');
export const istioGateway = recipe(NETWORKING, 'Gateway');
export const peerAuthentication = recipe(SECURITY, 'PeerAuthentication');
export const authorizationPolicy = recipe(SECURITY, 'AuthorizationPolicy');
export const httpRoute = recipe(GATEWAY_API, 'HTTPRoute');
export const kubernetesGateway = recipe(GATEWAY_API, 'Gateway');

/** A class of Gateways and waypoints, as Istio registers it for itself. */
export function gatewayClass(name: string, controllerName: string, startedAt: Date): KubernetesObject {
  return {
    apiVersion: GATEWAY_API,
    kind: 'GatewayClass',
    metadata: { name, creationTimestamp: startedAt.toISOString() },
    spec: { controllerName },
    status: { conditions: [condition('Accepted', startedAt)] },
  };
}

/** A condition that holds, as a controller writes it. */
export function condition(type: string, since: Date): Spec {
  return {
    type,
    status: 'True',
    reason: type,
    message: '',
    lastTransitionTime: since.toISOString(),
    observedGeneration: 1,
  };
}

/** The identity of a service account, as policies write it. */
export function principal(namespace: string, serviceAccount: string): string {
  return `cluster.local/ns/${namespace}/sa/${serviceAccount}`;
}

/** Subsets that pick pods by their version. */
export function versionSubsets(...versions: readonly string[]): Spec[] {
  return versions.map((version) => ({ name: version, labels: { version } }));
}

function recipe(apiVersion: string, kind: string) {
  return ({ namespace, name, startedAt, labels }: Place, spec: Spec, status?: Spec): KubernetesObject => ({
    apiVersion,
    kind,
    metadata: {
      name,
      namespace,
      creationTimestamp: startedAt.toISOString(),
      ...(labels === undefined ? {} : { labels }),
    },
    spec,
    ...(status === undefined ? {} : { status }),
  });
}
