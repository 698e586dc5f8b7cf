import type { KubernetesObject } from '../kubernetes/object-store';
import { envoyEnvironment } from './cluster-id';
import { deployment, namespaceObject, service, serviceAccount } from './object-recipes';

const NAMESPACE = 'istio-system';
const VERSION = '1.30.0';

/** The control plane and the classic ingress gateway, as Istio's own profile installs them. */
export function clusterAndGatewayObjects(startedAt: Date): KubernetesObject[] {
  const gatewayLabels = { app: 'istio-ingressgateway', istio: 'ingressgateway' };
  return [
    namespaceObject('default', startedAt),
    namespaceObject('kube-system', startedAt),
    namespaceObject(NAMESPACE, startedAt),
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'istio', namespace: NAMESPACE, creationTimestamp: startedAt.toISOString() },
      data: { mesh: 'enableAutoMtls: true\nrootNamespace: istio-system\ntrustDomain: cluster.local\n' },
    },
    serviceAccount(NAMESPACE, 'istiod', startedAt),
    serviceAccount(NAMESPACE, 'istio-ingressgateway-service-account', startedAt),
    deployment({
      namespace: NAMESPACE,
      name: 'istiod',
      startedAt,
      labels: { app: 'istiod', istio: 'pilot' },
      podLabels: { app: 'istiod', istio: 'pilot' },
      serviceAccount: 'istiod',
      container: {
        name: 'discovery',
        image: `docker.io/istio/pilot:${VERSION}`,
        ports: [15010, 15012, 15014],
      },
    }),
    service({
      namespace: NAMESPACE,
      name: 'istiod',
      startedAt,
      labels: { app: 'istiod', istio: 'pilot' },
      selector: { app: 'istiod', istio: 'pilot' },
      ports: [
        { name: 'grpc-xds', port: 15010 },
        { name: 'https-dns', port: 15012 },
        { name: 'http-monitoring', port: 15014 },
      ],
    }),
    deployment({
      namespace: NAMESPACE,
      name: 'istio-ingressgateway',
      startedAt,
      labels: gatewayLabels,
      podLabels: gatewayLabels,
      podAnnotations: { 'inject.istio.io/templates': 'gateway', 'sidecar.istio.io/inject': 'false' },
      serviceAccount: 'istio-ingressgateway-service-account',
      container: {
        name: 'istio-proxy',
        image: `docker.io/istio/proxyv2:${VERSION}`,
        ports: [8080, 8443, 15021],
        env: envoyEnvironment,
      },
    }),
    service({
      namespace: NAMESPACE,
      name: 'istio-ingressgateway',
      startedAt,
      type: 'LoadBalancer',
      labels: gatewayLabels,
      selector: gatewayLabels,
      ports: [
        { name: 'status-port', port: 15021 },
        { name: 'http2', port: 80, targetPort: 8080 },
        { name: 'https', port: 443, targetPort: 8443 },
      ],
    }),
  ];
}
