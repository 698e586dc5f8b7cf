import type { KubernetesObject } from '../../kubernetes/object-store';
import {
  authorizationPolicy,
  destinationRule,
  peerAuthentication,
  principal,
  serviceEntry,
  virtualService,
} from '../configuration-recipes';
import { ACQUIRER_EGRESS } from './mesh-system';
import { ACQUIRER_HOST, MESH_SYSTEM, PAYMENTS, serviceHost, STOREFRONT } from './shop-names';

/** STRICT mutual TLS, two ALLOW policies, and the guarded way out to the acquirer. */
export function paymentsRules(startedAt: Date): KubernetesObject[] {
  const place = (name: string) => ({ namespace: PAYMENTS, name, startedAt });
  return [
    peerAuthentication(place('default'), { mtls: { mode: 'STRICT' } }),
    // Fulfilment asks fraud for scores of addresses all the same, and is refused.
    authorizationPolicy(place('among-ourselves'), {
      action: 'ALLOW',
      rules: [{ from: [{ source: { namespaces: [PAYMENTS] } }] }],
    }),
    authorizationPolicy(place('checkout-callers'), {
      selector: { matchLabels: { app: 'checkout' } },
      action: 'ALLOW',
      rules: [
        {
          from: [
            {
              source: {
                principals: [
                  principal(MESH_SYSTEM, 'istio-ingressgateway-service-account'),
                  principal(STOREFRONT, 'web'),
                  principal(STOREFRONT, 'mobile-api'),
                ],
              },
            },
          ],
        },
      ],
    }),
    ...acquirer(startedAt),
  ];
}

/**
 * Applications speak plain HTTP to the acquirer. Their sidecars bring it to the egress gateway over mutual TLS, and the
 * gateway, nobody else, takes it out over ordinary TLS.
 */
function acquirer(startedAt: Date): KubernetesObject[] {
  const place = (name: string) => ({ namespace: PAYMENTS, name, startedAt });
  const egressHost = serviceHost('istio-egressgateway', MESH_SYSTEM);
  return [
    serviceEntry(place('acquirer'), {
      hosts: [ACQUIRER_HOST],
      location: 'MESH_EXTERNAL',
      resolution: 'DNS',
      ports: [
        { number: 80, name: 'http', protocol: 'HTTP' },
        { number: 443, name: 'https', protocol: 'HTTPS' },
      ],
    }),
    virtualService(place('acquirer-to-the-egress-gateway'), {
      hosts: [ACQUIRER_HOST],
      gateways: ['mesh'],
      http: [{ route: [{ destination: { host: egressHost, port: { number: 443 } } }] }],
    }),
    destinationRule(place('egress-gateway'), {
      host: egressHost,
      trafficPolicy: {
        portLevelSettings: [{ port: { number: 443 }, tls: { mode: 'ISTIO_MUTUAL', sni: ACQUIRER_HOST } }],
      },
    }),
    virtualService(place('acquirer-out-of-the-mesh'), {
      hosts: [ACQUIRER_HOST],
      gateways: [`${MESH_SYSTEM}/${ACQUIRER_EGRESS}`],
      http: [{ route: [{ destination: { host: ACQUIRER_HOST, port: { number: 443 } } }] }],
    }),
    destinationRule(place('acquirer'), {
      host: ACQUIRER_HOST,
      trafficPolicy: { portLevelSettings: [{ port: { number: 443 }, tls: { mode: 'SIMPLE' } }] },
    }),
  ];
}
