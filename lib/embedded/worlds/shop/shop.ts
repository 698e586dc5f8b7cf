import { waveLoad } from '../../mesh/load-profile';
import { CLUSTER_ID } from '../cluster-id';
import type { World } from '../world';
import type { WorldPart } from '../world-part';
import { backoffice, nightSyncLoad } from './backoffice';
import { fulfilment } from './fulfilment';
import { campaignLoad, loyalty } from './loyalty';
import { meshSystem } from './mesh-system';
import { cardTrouble, payments } from './payments';
import { API_HOST, MESH_SYSTEM, WEB_HOST } from './shop-names';
import { storefront } from './storefront';

const PARTS: readonly WorldPart[] = [meshSystem, storefront, payments, fulfilment, loyalty, backoffice];

const FRONT_DOOR = { gatewayNamespace: MESH_SYSTEM, gatewayWorkload: 'istio-ingressgateway', headers: {} };

/**
 * Lantern Lane, a shop for lamps: five namespaces with sidecars, without, and in ambient mode. What is to be found
 * where is told in README.md beside the worlds.
 */
export const shop: World = {
  name: 'shop',
  homeNamespace: 'storefront',
  clusterId: CLUSTER_ID,
  trustDomain: 'cluster.local',
  load: waveLoad(30, [
    { amplitude: 0.35, periodSeconds: 86_400, phase: -3.4 },
    { amplitude: 0.06, periodSeconds: 2_700, phase: 0.9 },
    { amplitude: 0.03, periodSeconds: 240, phase: 1.7 },
  ]),
  entries: [
    { ...FRONT_DOOR, host: WEB_HOST, path: '/', share: 0.56 },
    { ...FRONT_DOOR, host: WEB_HOST, path: '/checkout', share: 0.06 },
    { ...FRONT_DOOR, host: API_HOST, path: '/v1/home', share: 0.38 },
  ],
  selfMade: [nightSyncLoad, campaignLoad],
  behaviours: PARTS.flatMap(({ behaviours }) => behaviours),
  incidents: [cardTrouble],
  objects: (startedAt) => PARTS.flatMap((part) => part.objects(startedAt)),
};
