import { readList, readRecord, readString, readStrings } from '../json-value';
import type { KubernetesObject } from '../object-store';
import type { InjectionSettings } from './controller-context';

const proxyName = 'istio-proxy';
/** Namespaces the injection webhook never sees. */
const systemNamespaces = new Set(['kube-system', 'kube-public', 'kube-node-lease', 'local-path-storage']);

type Labels = Readonly<Record<string, string>>;

/**
 * The revision whose proxy a new pod gets, or undefined for none. The namespace's `istio-injection` label goes before
 * `istio.io/rev`; the pod's `sidecar.istio.io/inject` label goes before the annotation of that name
 * (istio.io: "Installing the Sidecar", automatic injection).
 */
export function findInjectionRevision(
  namespace: { name: string; labels: Labels },
  pod: { labels: Labels; annotations: Labels; hostNetwork: boolean },
  defaultRevision: string,
): string | undefined {
  if (systemNamespaces.has(namespace.name) || pod.hostNetwork) return undefined;
  const wish = pod.labels['sidecar.istio.io/inject'] ?? pod.annotations['sidecar.istio.io/inject'];
  if (wish === 'false') return undefined;
  const injection = namespace.labels['istio-injection'];
  if (injection === 'enabled') return defaultRevision;
  if (injection !== undefined) return undefined;
  const revision = namespace.labels['istio.io/rev'];
  if (revision !== undefined) return revision;
  // Without a namespace label only the pod's own labels, not annotations, reach the webhook.
  const podRevision = pod.labels['istio.io/rev'];
  if (podRevision !== undefined) return podRevision;
  return pod.labels['sidecar.istio.io/inject'] === 'true' ? defaultRevision : undefined;
}

function describeCanonicalService(labels: Labels, workload: string): Record<string, string> {
  const name =
    labels['service.istio.io/canonical-name'] ??
    labels['app.kubernetes.io/name'] ??
    labels['app'] ??
    workload;
  const revision =
    labels['service.istio.io/canonical-revision'] ??
    labels['app.kubernetes.io/version'] ??
    labels['version'] ??
    'latest';
  return { 'service.istio.io/canonical-name': name, 'service.istio.io/canonical-revision': revision };
}

/** Adds the proxy, or gives the proxy that a gateway's template already holds its image and what it needs to know. */
function addProxy(
  spec: Record<string, unknown>,
  workload: string,
  settings: InjectionSettings,
): Record<string, unknown> {
  const containers = readList(spec, 'containers');
  const initContainers = readList(spec, 'initContainers');
  const env = [
    { name: 'ISTIO_META_CLUSTER_ID', value: settings.clusterId },
    { name: 'ISTIO_META_WORKLOAD_NAME', value: workload },
  ];
  const proxy = {
    name: proxyName,
    image: settings.proxyImage,
    args: ['proxy', 'sidecar'],
    env,
    ports: [{ containerPort: 15090, name: 'http-envoy-prom', protocol: 'TCP' }],
  };
  const given = containers.find((container) => readString(container, 'name') === proxyName);
  if (given !== undefined) {
    const own = readList(given, 'env');
    const filled = { ...readRecord(given), image: settings.proxyImage, env: [...own, ...env] };
    return { ...spec, containers: containers.map((container) => (container === given ? filled : container)) };
  }
  const init = { name: 'istio-init', image: settings.proxyImage, args: ['istio-iptables'] };
  if (!settings.nativeSidecars) {
    return { ...spec, initContainers: [...initContainers, init], containers: [...containers, proxy] };
  }
  return { ...spec, initContainers: [init, { ...proxy, restartPolicy: 'Always' }, ...initContainers] };
}

/** The pod as the injection webhook and the ambient CNI of the embedded mesh leave it. */
export function injectSidecar(
  pod: KubernetesObject,
  namespace: { name: string; labels: Labels },
  workload: string,
  settings: InjectionSettings,
): KubernetesObject {
  const labels = readStrings(pod, 'metadata', 'labels');
  const annotations = readStrings(pod, 'metadata', 'annotations');
  const spec = readRecord(pod, 'spec');
  const hostNetwork = spec['hostNetwork'] === true;
  const revision = findInjectionRevision(
    namespace,
    { labels, annotations, hostNetwork },
    settings.defaultRevision,
  );
  if (revision === undefined) {
    const mode = labels['istio.io/dataplane-mode'] ?? namespace.labels['istio.io/dataplane-mode'];
    if (mode !== 'ambient' || hostNetwork || systemNamespaces.has(namespace.name)) return pod;
    const redirected = { ...annotations, 'ambient.istio.io/redirection': 'enabled' };
    return { ...pod, metadata: { ...pod.metadata, annotations: redirected } };
  }
  const status = {
    initContainers: settings.nativeSidecars ? ['istio-init', proxyName] : ['istio-init'],
    containers: settings.nativeSidecars ? null : [proxyName],
    revision,
  };
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      labels: {
        ...labels,
        'security.istio.io/tlsMode': 'istio',
        'istio.io/rev': revision,
        ...describeCanonicalService(labels, workload),
      },
      annotations: { ...annotations, 'sidecar.istio.io/status': JSON.stringify(status) },
    },
    spec: addProxy(spec, workload, settings),
  };
}
