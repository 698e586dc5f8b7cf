import type { KubernetesObject } from '../../kubernetes/object-store';
import { envoyEnvironment, ztunnelEnvironment } from '../cluster-id';
import { gatewayClass, istioGateway } from '../configuration-recipes';
import { clusterAndGatewayObjects } from '../istio-objects';
import { daemonSet, deployment, service, serviceAccount } from '../object-recipes';
import type { WorldPart } from '../world-part';
import { ACQUIRER_HOST, MESH_SYSTEM } from './shop-names';

export const ACQUIRER_EGRESS = 'acquirer-egress';

const VERSION = '1.30.0';
const EGRESS_ACCOUNT = 'istio-egressgateway-service-account';

/** The control plane, both gateways, and what the ambient namespace needs on every node. */
export const meshSystem: WorldPart = {
  behaviours: [],
  objects: (startedAt) => [
    ...clusterAndGatewayObjects(startedAt),
    ...egressGateway(startedAt),
    ...ambientParts(startedAt),
  ],
};

function egressGateway(startedAt: Date): KubernetesObject[] {
  const labels = { app: 'istio-egressgateway', istio: 'egressgateway' };
  const place = { namespace: MESH_SYSTEM, name: 'istio-egressgateway', startedAt };
  return [
    serviceAccount(MESH_SYSTEM, EGRESS_ACCOUNT, startedAt),
    deployment({
      ...place,
      labels,
      podLabels: labels,
      podAnnotations: { 'inject.istio.io/templates': 'gateway', 'sidecar.istio.io/inject': 'false' },
      serviceAccount: EGRESS_ACCOUNT,
      container: {
        name: 'istio-proxy',
        image: `docker.io/istio/proxyv2:${VERSION}`,
        ports: [8080, 8443, 15021],
        env: envoyEnvironment,
      },
    }),
    service({
      ...place,
      labels,
      selector: labels,
      ports: [
        { name: 'http2', port: 80, targetPort: 8080 },
        { name: 'https', port: 443, targetPort: 8443 },
      ],
    }),
    istioGateway(
      { ...place, name: ACQUIRER_EGRESS },
      {
        selector: { istio: 'egressgateway' },
        servers: [
          {
            port: { number: 443, name: 'https', protocol: 'HTTPS' },
            tls: { mode: 'ISTIO_MUTUAL' },
            hosts: [ACQUIRER_HOST],
          },
        ],
      },
    ),
  ];
}

function ambientParts(startedAt: Date): KubernetesObject[] {
  return [
    gatewayClass('istio', 'istio.io/gateway-controller', startedAt),
    gatewayClass('istio-waypoint', 'istio.io/mesh-controller', startedAt),
    serviceAccount(MESH_SYSTEM, 'ztunnel', startedAt),
    daemonSet({
      namespace: MESH_SYSTEM,
      name: 'ztunnel',
      startedAt,
      labels: { app: 'ztunnel' },
      podLabels: { app: 'ztunnel', 'istio.io/dataplane-mode': 'none', 'sidecar.istio.io/inject': 'false' },
      serviceAccount: 'ztunnel',
      container: {
        name: 'istio-proxy',
        image: `docker.io/istio/ztunnel:${VERSION}`,
        ports: [15020],
        env: ztunnelEnvironment,
      },
    }),
  ];
}
