import type { KubernetesObject } from '../../kubernetes/object-store';
import { application, HTTP } from '../application-recipe';
import { behave, http } from '../behaviour-recipe';
import { authorizationPolicy } from '../configuration-recipes';
import { namespaceObject } from '../object-recipes';
import type { SelfMadeLoad } from '../world';
import type { WorldPart } from '../world-part';
import { loyaltyWaypoint, WAYPOINT } from './loyalty-waypoint';
import { LOYALTY, MAKER, PAYMENTS } from './shop-names';

/** Points and vouchers: no sidecars, ztunnel on every node and a waypoint in between. */
export const loyalty: WorldPart = {
  behaviours: [
    behave(LOYALTY, 'points', { medianMs: 4, responseBytes: 420 }, [http('vouchers', '/open', 0.5)]),
    behave(LOYALTY, 'vouchers', { medianMs: 3, responseBytes: 350 }),
    behave(LOYALTY, 'notifier', { medianMs: 8, responseBytes: 120 }),
    behave(LOYALTY, 'campaigns', { medianMs: 20 }, [
      http('points', '/birthdays', 1),
      http('notifier', '/messages', 1.5),
    ]),
  ],
  objects: (startedAt) => [
    namespaceObject(LOYALTY, startedAt, {
      'istio.io/dataplane-mode': 'ambient',
      'istio.io/use-waypoint': WAYPOINT,
    }),
    ...loyaltyWaypoint(startedAt),
    ...loyaltyWorkloads(startedAt),
    // Attached to the Service: the waypoint enforces it, so callers with sidecars of their own go past it.
    authorizationPolicy(
      { namespace: LOYALTY, name: 'vouchers-callers', startedAt },
      {
        targetRefs: [{ group: '', kind: 'Service', name: 'vouchers' }],
        action: 'ALLOW',
        rules: [{ from: [{ source: { namespaces: [LOYALTY, PAYMENTS] } }] }],
      },
    ),
  ],
};

/** Greetings and reminders that nobody asked for. */
export const campaignLoad: SelfMadeLoad = { namespace: LOYALTY, workload: 'campaigns', share: 0.04 };

function loyaltyWorkloads(startedAt: Date): KubernetesObject[] {
  const base = { namespace: LOYALTY, startedAt, maker: MAKER };
  return [
    ...application({ ...base, name: 'points', ports: [HTTP], replicas: 2 }),
    ...application({ ...base, name: 'vouchers', ports: [HTTP] }),
    ...application({ ...base, name: 'notifier', ports: [HTTP] }),
    ...application({ ...base, name: 'campaigns', ports: [] }),
  ];
}
