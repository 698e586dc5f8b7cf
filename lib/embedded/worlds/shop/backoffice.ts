import { application, HTTP } from '../application-recipe';
import { behave, grpc, http } from '../behaviour-recipe';
import { namespaceObject } from '../object-recipes';
import type { SelfMadeLoad } from '../world';
import type { WorldPart } from '../world-part';
import { BACKOFFICE, FULFILMENT, MAKER, serviceHost } from './shop-names';

/** Older than the mesh: no proxies here, so what it says and hears is plaintext. */
export const backoffice: WorldPart = {
  behaviours: [
    behave(BACKOFFICE, 'night-sync', { medianMs: 40 }, [
      http(serviceHost('orders', FULFILMENT), '/orders/export', 0.6, { port: 80 }),
      grpc(serviceHost('stock', FULFILMENT), '/lamps.Stock/List', 1),
      http('erp', '/import', 0.3),
    ]),
    behave(BACKOFFICE, 'erp', { medianMs: 60, sigma: 0.6, responseBytes: 4_000 }),
  ],
  objects: (startedAt) => [
    namespaceObject(BACKOFFICE, startedAt),
    ...application({
      namespace: BACKOFFICE,
      name: 'night-sync',
      startedAt,
      maker: MAKER,
      ports: [],
    }),
    ...application({ namespace: BACKOFFICE, name: 'erp', startedAt, maker: MAKER, ports: [HTTP] }),
  ],
};

/** It was meant for the night; by now it runs around the clock. */
export const nightSyncLoad: SelfMadeLoad = { namespace: BACKOFFICE, workload: 'night-sync', share: 0.05 };
