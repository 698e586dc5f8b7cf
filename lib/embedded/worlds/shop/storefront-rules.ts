import type { KubernetesObject } from '../../kubernetes/object-store';
import {
  authorizationPolicy,
  condition,
  destinationRule,
  httpRoute,
  istioGateway,
  principal,
  versionSubsets,
  virtualService,
} from '../configuration-recipes';
import { API_HOST, MESH_SYSTEM, PAYMENTS, serviceHost, STOREFRONT, WEB_HOST } from './shop-names';

/** Who may come in, and who goes where in the storefront. */
export function storefrontRules(startedAt: Date): KubernetesObject[] {
  const place = (name: string) => ({ namespace: STOREFRONT, name, startedAt });
  return [
    ...frontDoor(startedAt),
    destinationRule(place('catalogue'), { host: 'catalogue', subsets: versionSubsets('v1', 'v2') }),
    virtualService(place('catalogue'), {
      hosts: ['catalogue'],
      http: [
        {
          route: [
            { destination: { host: 'catalogue', subset: 'v1' }, weight: 90 },
            { destination: { host: 'catalogue', subset: 'v2' }, weight: 10 },
          ],
        },
      ],
    }),
    recommenderSplit(startedAt),
    // The one mistake in the shop's configuration: nobody has defined the subset "spring".
    destinationRule(place('lookbook'), { host: 'lookbook', subsets: versionSubsets('v1') }),
    virtualService(place('lookbook'), {
      hosts: ['lookbook'],
      http: [{ route: [{ destination: { host: 'lookbook', subset: 'spring' } }] }],
    }),
    authorizationPolicy(place('web-from-the-gateway'), {
      selector: { matchLabels: { app: 'web' } },
      action: 'ALLOW',
      rules: [
        {
          from: [
            { source: { principals: [principal(MESH_SYSTEM, 'istio-ingressgateway-service-account')] } },
          ],
        },
      ],
    }),
    authorizationPolicy(place('session-cache-clients'), {
      selector: { matchLabels: { app: 'session-cache' } },
      action: 'ALLOW',
      rules: [
        {
          from: [
            { source: { principals: [principal(STOREFRONT, 'web'), principal(STOREFRONT, 'mobile-api')] } },
          ],
          to: [{ operation: { ports: ['6379'] } }],
        },
      ],
    }),
  ];
}

function frontDoor(startedAt: Date): KubernetesObject[] {
  const place = (name: string) => ({ namespace: STOREFRONT, name, startedAt });
  return [
    istioGateway(place('front-door'), {
      selector: { istio: 'ingressgateway' },
      servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: [WEB_HOST, API_HOST] }],
    }),
    virtualService(place('website'), {
      hosts: [WEB_HOST],
      gateways: ['front-door'],
      http: [
        {
          match: [{ uri: { prefix: '/checkout' } }],
          route: [{ destination: { host: serviceHost('checkout', PAYMENTS) } }],
        },
        { route: [{ destination: { host: 'web' } }] },
      ],
    }),
    virtualService(place('mobile-api'), {
      hosts: [API_HOST],
      gateways: ['front-door'],
      http: [{ route: [{ destination: { host: 'mobile-api' } }] }],
    }),
  ];
}

function recommenderSplit(startedAt: Date): KubernetesObject {
  const parentRef = { group: '', kind: 'Service', name: 'recommender', port: 80 };
  return httpRoute(
    { namespace: STOREFRONT, name: 'recommender', startedAt },
    {
      parentRefs: [parentRef],
      rules: [
        {
          backendRefs: [
            { name: 'recommender-v1', port: 80, weight: 80 },
            { name: 'recommender-v2', port: 80, weight: 20 },
          ],
        },
      ],
    },
    {
      parents: [
        {
          parentRef,
          controllerName: 'istio.io/gateway-controller',
          conditions: [condition('Accepted', startedAt), condition('ResolvedRefs', startedAt)],
        },
      ],
    },
  );
}
