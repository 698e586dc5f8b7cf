import type { KubernetesObject } from '../../kubernetes/object-store';
import {
  authorizationPolicy,
  destinationRule,
  peerAuthentication,
  principal,
  serviceEntry,
} from '../configuration-recipes';
import { FULFILMENT, PARCEL_RATES_HOST } from './shop-names';

/** PERMISSIVE mutual TLS with one STRICT port, a guarded database, and a direct way out to the parcel service. */
export function fulfilmentRules(startedAt: Date): KubernetesObject[] {
  const place = (name: string) => ({ namespace: FULFILMENT, name, startedAt });
  return [
    peerAuthentication(place('default'), { mtls: { mode: 'PERMISSIVE' } }),
    peerAuthentication(place('orders-intake'), {
      selector: { matchLabels: { app: 'orders' } },
      mtls: { mode: 'PERMISSIVE' },
      portLevelMtls: { '8081': { mode: 'STRICT' } },
    }),
    authorizationPolicy(place('warehouse-db-clients'), {
      selector: { matchLabels: { app: 'warehouse-db' } },
      action: 'ALLOW',
      rules: [
        {
          from: [
            { source: { principals: [principal(FULFILMENT, 'orders'), principal(FULFILMENT, 'stock')] } },
          ],
          to: [{ operation: { ports: ['5432'] } }],
        },
      ],
    }),
    serviceEntry(place('parcel-rates'), {
      hosts: [PARCEL_RATES_HOST],
      location: 'MESH_EXTERNAL',
      resolution: 'DNS',
      ports: [{ number: 80, name: 'http', protocol: 'HTTP', targetPort: 443 }],
    }),
    destinationRule(place('parcel-rates'), {
      host: PARCEL_RATES_HOST,
      trafficPolicy: { tls: { mode: 'SIMPLE' } },
    }),
  ];
}
