import type { KubernetesObject } from '../../kubernetes/object-store';
import { application, GRPC, HTTP } from '../application-recipe';
import { behave, grpc, http, tcp } from '../behaviour-recipe';
import { namespaceObject } from '../object-recipes';
import type { Incident } from '../world';
import type { WorldPart } from '../world-part';
import { paymentsRules } from './payments-rules';
import { ACQUIRER_HOST, FULFILMENT, LOYALTY, MAKER, PAYMENTS, serviceHost, STOREFRONT } from './shop-names';

/** Money: mutual TLS or nothing, and only those let in whom a policy names. */
export const payments: WorldPart = {
  behaviours: [
    behave(PAYMENTS, 'checkout', { medianMs: 11, responseBytes: 2_600 }, [
      grpc(serviceHost('pricing', STOREFRONT), '/lamps.Pricing/Quote', 1, { onFailure: 'fail' }),
      http('fraud', '/score', 1),
      grpc(serviceHost('stock', FULFILMENT), '/lamps.Stock/Reserve', 1, { onFailure: 'fail' }),
      http(serviceHost('vouchers', LOYALTY), '/redeem', 0.15),
      grpc('card-payments', '/lamps.Cards/Charge', 1, { onFailure: 'fail' }),
      http(serviceHost('orders', FULFILMENT), '/orders', 0.9, { port: 8081, onFailure: 'fail' }),
    ]),
    behave(PAYMENTS, 'card-payments', { medianMs: 24, sigma: 0.45, responseBytes: 320 }, [
      http(ACQUIRER_HOST, '/v2/charges', 1, { port: 80, onFailure: 'fail' }),
      grpc('ledger', '/lamps.Ledger/Book', 1, { onFailure: 'fail' }),
    ]),
    behave(PAYMENTS, 'fraud', { medianMs: 16, sigma: 0.5, responseBytes: 160 }),
    behave(PAYMENTS, 'ledger', { medianMs: 3, responseBytes: 140 }, [tcp('ledger-db', 2, 420, 310)]),
    behave(PAYMENTS, 'ledger-db', { medianMs: 1.2, sigma: 0.5 }),
    behave(PAYMENTS, 'refunds', { medianMs: 9 }),
  ],
  objects: (startedAt) => [...paymentsWorkloads(startedAt), ...paymentsRules(startedAt)],
};

/** The card terminal's queue fills up every 40 minutes and takes 6 to drain. */
export const cardTrouble: Incident = {
  namespace: PAYMENTS,
  workload: 'card-payments',
  everySeconds: 2_400,
  lastsSeconds: 360,
  offsetSeconds: 900,
  slowness: 12,
  // UNAVAILABLE
  failures: [{ code: '14', share: 0.28 }],
};

function paymentsWorkloads(startedAt: Date): KubernetesObject[] {
  const base = { namespace: PAYMENTS, startedAt, maker: MAKER };
  return [
    namespaceObject(PAYMENTS, startedAt, { 'istio-injection': 'enabled' }),
    ...application({ ...base, name: 'checkout', ports: [HTTP], replicas: 2 }),
    ...application({ ...base, name: 'card-payments', ports: [GRPC], replicas: 2 }),
    ...application({ ...base, name: 'fraud', ports: [HTTP] }),
    ...application({ ...base, name: 'ledger', ports: [GRPC] }),
    ...application({
      ...base,
      name: 'ledger-db',
      kind: 'StatefulSet',
      ports: [{ name: 'tcp-postgres', port: 5432 }],
    }),
    ...application({ ...base, name: 'refunds', ports: [HTTP] }),
  ];
}
