import type { KubernetesObject } from '../../kubernetes/object-store';
import { application, GRPC, HTTP } from '../application-recipe';
import { behave, grpc, http, tcp } from '../behaviour-recipe';
import { namespaceObject } from '../object-recipes';
import type { WorldPart } from '../world-part';
import { fulfilmentRules } from './fulfilment-rules';
import { labelPrinter } from './label-printer';
import {
  BACKOFFICE,
  FULFILMENT,
  LOYALTY,
  MAKER,
  PARCEL_RATES_HOST,
  PAYMENTS,
  serviceHost,
} from './shop-names';

/** Where new orders come in. Service port and pod port are the same. */
const INTAKE = { name: 'http-intake', port: 8081 };

/** From an order to a parcel. Old callers may still speak plaintext here, except where orders come in. */
export const fulfilment: WorldPart = {
  behaviours: [
    behave(FULFILMENT, 'orders', { medianMs: 7, responseBytes: 1_400 }, [
      tcp('warehouse-db', 2, 520, 900),
      grpc('dispatch', '/lamps.Dispatch/Plan', 0.6),
      http(serviceHost('notifier', LOYALTY), '/messages', 0.5),
    ]),
    behave(FULFILMENT, 'stock', { medianMs: 3, responseBytes: 180 }, [tcp('warehouse-db', 1.5, 260, 380)]),
    behave(FULFILMENT, 'dispatch', { medianMs: 6, responseBytes: 300 }, [
      http('shipping', '/parcels', 1),
      http(serviceHost('erp', BACKOFFICE), '/bookings', 0.4),
    ]),
    behave(FULFILMENT, 'shipping', { medianMs: 10, responseBytes: 1_100 }, [
      http(PARCEL_RATES_HOST, '/quotes', 1),
      http('label-printer', '/labels', 0.8),
      http(serviceHost('fraud', PAYMENTS), '/score/address', 0.2),
    ]),
    behave(FULFILMENT, 'label-printer', { medianMs: 35, sigma: 0.5, responseBytes: 26_000 }),
    behave(FULFILMENT, 'warehouse-db', { medianMs: 1.4, sigma: 0.5 }),
  ],
  objects: (startedAt) => [...fulfilmentWorkloads(startedAt), ...fulfilmentRules(startedAt)],
};

function fulfilmentWorkloads(startedAt: Date): KubernetesObject[] {
  const base = { namespace: FULFILMENT, startedAt, maker: MAKER };
  return [
    namespaceObject(FULFILMENT, startedAt, { 'istio-injection': 'enabled' }),
    ...application({ ...base, name: 'orders', ports: [HTTP, INTAKE], replicas: 2 }),
    ...application({ ...base, name: 'stock', ports: [GRPC] }),
    ...application({ ...base, name: 'dispatch', ports: [GRPC] }),
    ...application({ ...base, name: 'shipping', ports: [HTTP] }),
    ...labelPrinter(startedAt),
    ...application({
      ...base,
      name: 'warehouse-db',
      kind: 'StatefulSet',
      ports: [{ name: 'tcp-postgres', port: 5432 }],
    }),
  ];
}
