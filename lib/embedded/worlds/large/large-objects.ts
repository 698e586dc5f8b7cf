import type { KubernetesObject } from '../../kubernetes/object-store';
import { application, GRPC, HTTP } from '../application-recipe';
import {
  destinationRule,
  istioGateway,
  peerAuthentication,
  versionSubsets,
  virtualService,
} from '../configuration-recipes';
import { clusterAndGatewayObjects } from '../istio-objects';
import { namespaceObject } from '../object-recipes';
import type { PlannedService, Protocol } from './planned-service';

const GATEWAY = { namespace: 'istio-system', name: 'front-door' };
/** Every third split is steered by weights; the others are left to chance. */
const STEERED_EVERY = 3;
const STRICT_EVERY = 4;

const PORTS: Readonly<Record<Protocol, { name: string; port: number; targetPort?: number }>> = {
  http: HTTP,
  grpc: GRPC,
  tcp: { name: 'tcp-store', port: 5000 },
};

/** The host under which a service of the first tier is known outside. */
export function publicHost({ name }: { readonly name: string }): string {
  return `${name}.large.example`;
}

/** Everything that is declared for the planned services. */
export function largeObjects(services: readonly PlannedService[], startedAt: Date): KubernetesObject[] {
  const namespaces = [...new Set(services.map(({ namespace }) => namespace))];
  const split = services.filter(({ versions }) => versions.length > 1);
  return [
    ...clusterAndGatewayObjects(startedAt),
    istioGateway(
      { ...GATEWAY, startedAt },
      {
        selector: { istio: 'ingressgateway' },
        servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*.large.example'] }],
      },
    ),
    ...namespaces.flatMap((name, index) => declareNamespace(name, index % STRICT_EVERY === 1, startedAt)),
    ...services.flatMap((service) => declareService(service, startedAt)),
    ...services.filter(({ tier }) => tier === 0).map((service) => openDoor(service, startedAt)),
    ...split
      .filter((_service, index) => index % STEERED_EVERY === 0)
      .flatMap((service, index) => steer(service, 50 + ((index * 15) % 46), startedAt)),
  ];
}

function declareNamespace(name: string, isStrict: boolean, startedAt: Date): KubernetesObject[] {
  const place = { namespace: name, name: 'default', startedAt };
  return [
    namespaceObject(name, startedAt, { 'istio-injection': 'enabled' }),
    ...(isStrict ? [peerAuthentication(place, { mtls: { mode: 'STRICT' } })] : []),
  ];
}

function declareService(service: PlannedService, startedAt: Date): KubernetesObject[] {
  const { namespace, name, versions, protocol } = service;
  return application({
    namespace,
    name,
    startedAt,
    maker: 'large',
    versions,
    ports: [PORTS[protocol]],
    kind: protocol === 'tcp' ? 'StatefulSet' : 'Deployment',
  });
}

function openDoor(service: PlannedService, startedAt: Date): KubernetesObject {
  const { namespace, name } = service;
  return virtualService(
    { namespace, name: `${name}-door`, startedAt },
    {
      hosts: [publicHost(service)],
      gateways: [`${GATEWAY.namespace}/${GATEWAY.name}`],
      http: [{ route: [{ destination: { host: name } }] }],
    },
  );
}

function steer({ namespace, name }: PlannedService, weight: number, startedAt: Date): KubernetesObject[] {
  const place = { namespace, name, startedAt };
  return [
    destinationRule(place, { host: name, subsets: versionSubsets('v1', 'v2') }),
    virtualService(place, {
      hosts: [name],
      http: [
        {
          route: [
            { destination: { host: name, subset: 'v1' }, weight },
            { destination: { host: name, subset: 'v2' }, weight: 100 - weight },
          ],
        },
      ],
    }),
  ];
}
