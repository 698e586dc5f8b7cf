import type { KubernetesObject } from '../../kubernetes/object-store';
import { application, GRPC, HTTP } from '../application-recipe';
import { behave, grpc, http, tcp } from '../behaviour-recipe';
import { namespaceObject, service } from '../object-recipes';
import type { OutgoingCall } from '../world';
import type { WorldPart } from '../world-part';
import { FULFILMENT, LOYALTY, MAKER, PAYMENTS, serviceHost, STOREFRONT } from './shop-names';
import { storefrontRules } from './storefront-rules';

const CHECKOUT = serviceHost('checkout', PAYMENTS);
const POINTS = serviceHost('points', LOYALTY);

const CATALOGUE_CALLS: readonly OutgoingCall[] = [
  grpc('pricing', '/lamps.Pricing/Quote', 1, { onFailure: 'fail' }),
];

/** What visitors see: sidecars everywhere, a canary by VirtualService and another by HTTPRoute. */
export const storefront: WorldPart = {
  behaviours: [
    behave(STOREFRONT, 'web', { medianMs: 9, responseBytes: 18_000 }, [
      tcp('session-cache', 2, 180, 640),
      http('catalogue', '/lamps', 1.4),
      http('search', '/suggest', 0.45),
      http('recommender', '/for-you', 0.9),
      http(POINTS, '/balance', 0.3),
      http('gift-cards', '/designs', 0.02),
      http(CHECKOUT, '/basket', 0.06, { onFailure: 'fail' }),
    ]),
    behave(STOREFRONT, 'mobile-api', { medianMs: 6, responseBytes: 5_200 }, [
      tcp('session-cache', 1.5, 160, 520),
      http('catalogue', '/lamps', 1.1),
      http('search', '/find', 0.3),
      http(POINTS, '/balance', 0.25),
      http(serviceHost('orders', FULFILMENT), '/orders/mine', 0.15, { port: 80 }),
      http(CHECKOUT, '/basket', 0.05, { onFailure: 'fail' }),
    ]),
    behave(STOREFRONT, 'catalogue-v1', { medianMs: 4, responseBytes: 7_400 }, CATALOGUE_CALLS),
    behave(STOREFRONT, 'catalogue-v2', { medianMs: 5.5, responseBytes: 8_900 }, CATALOGUE_CALLS),
    behave(STOREFRONT, 'pricing', { medianMs: 1.1, sigma: 0.35, responseBytes: 210 }),
    behave(STOREFRONT, 'search', { medianMs: 13, sigma: 0.6, responseBytes: 3_100 }),
    behave(STOREFRONT, 'recommender-v1', { medianMs: 7, responseBytes: 1_900 }),
    behave(STOREFRONT, 'recommender-v2', { medianMs: 8, responseBytes: 2_100 }, [
      http('catalogue', '/lamps/similar', 0.5),
    ]),
    behave(STOREFRONT, 'session-cache', { medianMs: 0.3, sigma: 0.3 }),
    behave(STOREFRONT, 'lookbook', { medianMs: 15, responseBytes: 22_000 }),
  ],
  objects: (startedAt) => [...storefrontWorkloads(startedAt), ...storefrontRules(startedAt)],
};

function storefrontWorkloads(startedAt: Date): KubernetesObject[] {
  const base = { namespace: STOREFRONT, startedAt, maker: MAKER };
  return [
    namespaceObject(STOREFRONT, startedAt, { 'istio-injection': 'enabled' }),
    ...application({ ...base, name: 'web', ports: [HTTP], replicas: 3 }),
    ...application({ ...base, name: 'mobile-api', ports: [HTTP], replicas: 2 }),
    ...application({ ...base, name: 'catalogue', ports: [HTTP], versions: ['v1', 'v2'] }),
    ...application({ ...base, name: 'pricing', ports: [GRPC], replicas: 2 }),
    ...application({ ...base, name: 'search', ports: [HTTP] }),
    ...application({ ...base, name: 'recommender', ports: [HTTP], versions: ['v1', 'v2'] }),
    ...['v1', 'v2'].map((version) => recommenderVersion(version, startedAt)),
    ...application({
      ...base,
      name: 'session-cache',
      kind: 'StatefulSet',
      ports: [{ name: 'tcp-redis', port: 6379 }],
    }),
    // Its Deployment was never rolled out: a Service that selects nothing.
    service({
      namespace: STOREFRONT,
      name: 'gift-cards',
      startedAt,
      labels: { app: 'gift-cards' },
      selector: { app: 'gift-cards' },
      ports: [HTTP],
    }),
    ...application({ ...base, name: 'lookbook', ports: [HTTP] }),
  ];
}

/** The Gateway API splits between Services, so that each version has its own. */
function recommenderVersion(version: string, startedAt: Date): KubernetesObject {
  return service({
    namespace: STOREFRONT,
    name: `recommender-${version}`,
    startedAt,
    labels: { app: 'recommender', version },
    selector: { app: 'recommender', version },
    ports: [HTTP],
  });
}
