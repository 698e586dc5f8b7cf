/** The kinds Telltale reads. Where two groups use one word, Gateway API's carries its group's name. */
export type ResourceKind =
  | 'namespaces'
  | 'services'
  | 'pods'
  | 'deployments'
  | 'statefulSets'
  | 'daemonSets'
  | 'virtualServices'
  | 'destinationRules'
  | 'gateways'
  | 'serviceEntries'
  | 'workloadEntries'
  | 'sidecars'
  | 'peerAuthentications'
  | 'authorizationPolicies'
  | 'requestAuthentications'
  | 'gatewayApiGateways'
  | 'httpRoutes'
  | 'grpcRoutes'
  | 'tcpRoutes'
  | 'tlsRoutes'
  | 'referenceGrants'
  | 'telemetries'
  | 'envoyFilters'
  | 'wasmPlugins'
  | 'meshConfigs';

/** Where the API serves a kind. */
export interface ResourceAddress {
  /** Empty for the core group. */
  readonly group: string;
  readonly plural: string;
  /** Served versions we can read, best first. */
  readonly versions: readonly string[];
  readonly namespaced: boolean;
}

const NETWORKING = ['v1', 'v1beta1', 'v1alpha3'];
const SECURITY = ['v1', 'v1beta1', 'v1alpha1'];
const GATEWAY_API = ['v1', 'v1beta1', 'v1alpha2'];

function address(
  group: string,
  plural: string,
  versions: readonly string[],
  namespaced = true,
): ResourceAddress {
  return { group, plural, versions, namespaced };
}

export const RESOURCE_ADDRESSES: Readonly<Record<ResourceKind, ResourceAddress>> = {
  namespaces: address('', 'namespaces', ['v1'], false),
  services: address('', 'services', ['v1']),
  pods: address('', 'pods', ['v1']),
  deployments: address('apps', 'deployments', ['v1']),
  statefulSets: address('apps', 'statefulsets', ['v1']),
  daemonSets: address('apps', 'daemonsets', ['v1']),
  virtualServices: address('networking.istio.io', 'virtualservices', NETWORKING),
  destinationRules: address('networking.istio.io', 'destinationrules', NETWORKING),
  gateways: address('networking.istio.io', 'gateways', NETWORKING),
  serviceEntries: address('networking.istio.io', 'serviceentries', NETWORKING),
  workloadEntries: address('networking.istio.io', 'workloadentries', NETWORKING),
  sidecars: address('networking.istio.io', 'sidecars', NETWORKING),
  peerAuthentications: address('security.istio.io', 'peerauthentications', SECURITY),
  authorizationPolicies: address('security.istio.io', 'authorizationpolicies', SECURITY),
  requestAuthentications: address('security.istio.io', 'requestauthentications', SECURITY),
  gatewayApiGateways: address('gateway.networking.k8s.io', 'gateways', GATEWAY_API),
  httpRoutes: address('gateway.networking.k8s.io', 'httproutes', GATEWAY_API),
  grpcRoutes: address('gateway.networking.k8s.io', 'grpcroutes', GATEWAY_API),
  tcpRoutes: address('gateway.networking.k8s.io', 'tcproutes', GATEWAY_API),
  tlsRoutes: address('gateway.networking.k8s.io', 'tlsroutes', ['v1', 'v1alpha3', 'v1alpha2']),
  referenceGrants: address('gateway.networking.k8s.io', 'referencegrants', GATEWAY_API),
  telemetries: address('telemetry.istio.io', 'telemetries', ['v1', 'v1alpha1']),
  envoyFilters: address('networking.istio.io', 'envoyfilters', ['v1alpha3']),
  wasmPlugins: address('extensions.istio.io', 'wasmplugins', ['v1alpha1']),
  // Only the one ConfigMap of the mesh's settings is asked for, never all there are.
  meshConfigs: address('', 'configmaps', ['v1']),
};

/** An object among many that alone is read. */
export interface ObjectAddress {
  readonly namespace: string;
  readonly name: string;
}

/** Where Istio keeps the mesh's settings unless installed otherwise; a revision's are in `istio-<revision>`. */
export const DEFAULT_MESH_CONFIG: ObjectAddress = { namespace: 'istio-system', name: 'istio' };

function isResourceKind(text: string): text is ResourceKind {
  return Object.hasOwn(RESOURCE_ADDRESSES, text);
}

export const RESOURCE_KINDS: readonly ResourceKind[] = Object.keys(RESOURCE_ADDRESSES).filter(isResourceKind);
