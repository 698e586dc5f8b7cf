import type { ResourceType, Subresource } from './object-store';

interface Extras {
  short?: string[];
  categories?: string[];
  clusterScoped?: boolean;
  scale?: boolean;
  /** Types without a status of their own. */
  plain?: boolean;
  plural?: string;
}

function define(group: string, versions: string[], kind: string, extras: Extras = {}): ResourceType {
  const singular = kind.toLowerCase();
  const subresources: Subresource[] = [];
  if (extras.plain !== true) subresources.push('status');
  if (extras.scale === true) subresources.push('scale');
  return {
    group,
    versions,
    kind,
    singular,
    plural: extras.plural ?? `${singular}s`,
    shortNames: extras.short ?? [],
    categories: extras.categories ?? [],
    namespaced: extras.clusterScoped !== true,
    subresources,
  };
}

const all = ['all'];
const istioNetworking = ['istio-io', 'networking-istio-io'];
const istioSecurity = ['istio-io', 'security-istio-io'];
const gatewayApi = ['gateway-api'];
const networkingVersions = ['v1', 'v1beta1', 'v1alpha3'];

const coreTypes: ResourceType[] = [
  define('', ['v1'], 'ConfigMap', { short: ['cm'], plain: true }),
  define('', ['v1'], 'Endpoints', { short: ['ep'], plain: true, plural: 'endpoints' }),
  define('', ['v1'], 'Event', { short: ['ev'], plain: true }),
  define('', ['v1'], 'Namespace', { short: ['ns'], clusterScoped: true }),
  define('', ['v1'], 'Node', { short: ['no'], clusterScoped: true }),
  define('', ['v1'], 'Pod', { short: ['po'], categories: all }),
  define('', ['v1'], 'ServiceAccount', { short: ['sa'], plain: true }),
  define('', ['v1'], 'Service', { short: ['svc'], categories: all }),
];

const workloadTypes: ResourceType[] = [
  define('apps', ['v1'], 'DaemonSet', { short: ['ds'], categories: all }),
  define('apps', ['v1'], 'Deployment', { short: ['deploy'], categories: all, scale: true }),
  define('apps', ['v1'], 'ReplicaSet', { short: ['rs'], categories: all, scale: true }),
  define('apps', ['v1'], 'StatefulSet', { short: ['sts'], categories: all, scale: true }),
  define('batch', ['v1'], 'CronJob', { short: ['cj'], categories: all }),
  define('batch', ['v1'], 'Job', { categories: all }),
  define('discovery.k8s.io', ['v1'], 'EndpointSlice', { plain: true }),
];

const clusterTypes: ResourceType[] = [
  define('admissionregistration.k8s.io', ['v1'], 'MutatingWebhookConfiguration', {
    clusterScoped: true,
    plain: true,
  }),
  define('admissionregistration.k8s.io', ['v1'], 'ValidatingWebhookConfiguration', {
    clusterScoped: true,
    plain: true,
  }),
  define('apiextensions.k8s.io', ['v1'], 'CustomResourceDefinition', {
    short: ['crd', 'crds'],
    categories: ['api-extensions'],
    clusterScoped: true,
  }),
  define('rbac.authorization.k8s.io', ['v1'], 'ClusterRoleBinding', { clusterScoped: true, plain: true }),
  define('rbac.authorization.k8s.io', ['v1'], 'ClusterRole', { clusterScoped: true, plain: true }),
  define('rbac.authorization.k8s.io', ['v1'], 'RoleBinding', { plain: true }),
  define('rbac.authorization.k8s.io', ['v1'], 'Role', { plain: true }),
];

const istioTypes: ResourceType[] = [
  define('networking.istio.io', networkingVersions, 'DestinationRule', {
    short: ['dr'],
    categories: istioNetworking,
  }),
  define('networking.istio.io', ['v1alpha3'], 'EnvoyFilter', { categories: istioNetworking }),
  define('networking.istio.io', networkingVersions, 'Gateway', {
    short: ['gw'],
    categories: istioNetworking,
  }),
  define('networking.istio.io', ['v1beta1'], 'ProxyConfig', { categories: istioNetworking }),
  define('networking.istio.io', networkingVersions, 'ServiceEntry', {
    short: ['se'],
    categories: istioNetworking,
    plural: 'serviceentries',
  }),
  define('networking.istio.io', networkingVersions, 'Sidecar', { categories: istioNetworking }),
  define('networking.istio.io', networkingVersions, 'VirtualService', {
    short: ['vs'],
    categories: istioNetworking,
  }),
  define('networking.istio.io', networkingVersions, 'WorkloadEntry', {
    short: ['we'],
    categories: istioNetworking,
    plural: 'workloadentries',
  }),
  define('networking.istio.io', networkingVersions, 'WorkloadGroup', {
    short: ['wg'],
    categories: istioNetworking,
  }),
  define('security.istio.io', ['v1', 'v1beta1'], 'AuthorizationPolicy', {
    short: ['ap'],
    categories: istioSecurity,
    plural: 'authorizationpolicies',
  }),
  define('security.istio.io', ['v1', 'v1beta1'], 'PeerAuthentication', {
    short: ['pa'],
    categories: istioSecurity,
  }),
  define('security.istio.io', ['v1', 'v1beta1'], 'RequestAuthentication', {
    short: ['ra'],
    categories: istioSecurity,
  }),
  define('telemetry.istio.io', ['v1', 'v1alpha1'], 'Telemetry', {
    short: ['telemetry'],
    categories: ['istio-io', 'telemetry-istio-io'],
    plural: 'telemetries',
  }),
  define('extensions.istio.io', ['v1alpha1'], 'WasmPlugin', {
    categories: ['istio-io', 'extensions-istio-io'],
  }),
];

const gatewayApiTypes: ResourceType[] = [
  define('gateway.networking.k8s.io', ['v1', 'v1alpha3'], 'BackendTLSPolicy', {
    short: ['btlspolicy'],
    categories: gatewayApi,
    plural: 'backendtlspolicies',
  }),
  define('gateway.networking.k8s.io', ['v1', 'v1beta1'], 'GatewayClass', {
    short: ['gc'],
    categories: gatewayApi,
    clusterScoped: true,
    plural: 'gatewayclasses',
  }),
  define('gateway.networking.k8s.io', ['v1', 'v1beta1'], 'Gateway', {
    short: ['gtw'],
    categories: gatewayApi,
  }),
  define('gateway.networking.k8s.io', ['v1'], 'GRPCRoute', { categories: gatewayApi }),
  define('gateway.networking.k8s.io', ['v1', 'v1beta1'], 'HTTPRoute', { categories: gatewayApi }),
  define('gateway.networking.k8s.io', ['v1'], 'ListenerSet', { short: ['lset'], categories: gatewayApi }),
  define('gateway.networking.k8s.io', ['v1', 'v1beta1'], 'ReferenceGrant', {
    short: ['refgrant'],
    categories: gatewayApi,
    plain: true,
  }),
  define('gateway.networking.k8s.io', ['v1', 'v1alpha2'], 'TCPRoute', { categories: gatewayApi }),
  define('gateway.networking.k8s.io', ['v1', 'v1alpha3', 'v1alpha2'], 'TLSRoute', { categories: gatewayApi }),
];

/** Every resource type the embedded API can serve. Secrets are left out on purpose. */
export const resourceTypes: readonly ResourceType[] = [
  ...coreTypes,
  ...workloadTypes,
  ...clusterTypes,
  ...istioTypes,
  ...gatewayApiTypes,
];
