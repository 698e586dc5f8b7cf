import type { KubernetesObject } from '../../kubernetes/object-store';
import { envoyEnvironment } from '../cluster-id';
import { condition, kubernetesGateway } from '../configuration-recipes';
import { deployment, service, serviceAccount } from '../object-recipes';
import { LOYALTY } from './shop-names';

export const WAYPOINT = 'loyalty-waypoint';

const HBONE_PORT = 15_008;

/** The waypoint's Gateway, and the Deployment and Service that Istio makes of it. */
export function loyaltyWaypoint(startedAt: Date): KubernetesObject[] {
  const place = { namespace: LOYALTY, name: WAYPOINT, startedAt };
  const labels = {
    'gateway.networking.k8s.io/gateway-name': WAYPOINT,
    'gateway.networking.k8s.io/gateway-class-name': 'istio-waypoint',
    'gateway.istio.io/managed': 'istio.io-mesh-controller',
    'istio.io/waypoint-for': 'service',
  };
  const selector = { 'gateway.networking.k8s.io/gateway-name': WAYPOINT };
  return [
    kubernetesGateway(
      { ...place, labels: { 'istio.io/waypoint-for': 'service' } },
      {
        gatewayClassName: 'istio-waypoint',
        listeners: [
          {
            name: 'mesh',
            port: HBONE_PORT,
            protocol: 'HBONE',
            allowedRoutes: { namespaces: { from: 'Same' } },
          },
        ],
      },
      {
        addresses: [{ type: 'Hostname', value: `${WAYPOINT}.${LOYALTY}.svc.cluster.local` }],
        conditions: [condition('Accepted', startedAt), condition('Programmed', startedAt)],
      },
    ),
    serviceAccount(LOYALTY, WAYPOINT, startedAt, labels),
    deployment({
      ...place,
      labels,
      podLabels: {
        ...labels,
        'istio.io/dataplane-mode': 'none',
        'sidecar.istio.io/inject': 'false',
        'service.istio.io/canonical-name': WAYPOINT,
        'service.istio.io/canonical-revision': 'latest',
      },
      serviceAccount: WAYPOINT,
      container: {
        name: 'istio-proxy',
        image: 'docker.io/istio/proxyv2:1.30.0',
        ports: [15_020, 15_021, HBONE_PORT, 15_090],
        env: envoyEnvironment,
      },
    }),
    service({
      ...place,
      labels,
      selector,
      ports: [
        { name: 'status-port', port: 15_021 },
        { name: 'mesh', port: HBONE_PORT },
      ],
    }),
  ];
}
