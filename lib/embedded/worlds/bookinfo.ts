import type { KubernetesObject } from '../kubernetes/object-store';
import { waveLoad } from '../mesh/load-profile';
import { CLUSTER_ID } from './cluster-id';
import { clusterAndGatewayObjects } from './istio-objects';
import { deployment, namespaceObject, service, serviceAccount } from './object-recipes';
import type { Behaviour, World } from './world';

const NAMESPACE = 'bookinfo';
const IMAGE_TAG = '1.20.3';
const PORT = 9080;

/** Istio's sample application: one Deployment a version, each with its service's label and its own. */
const VERSIONS: readonly { app: string; version: string }[] = [
  { app: 'productpage', version: 'v1' },
  { app: 'details', version: 'v1' },
  { app: 'reviews', version: 'v1' },
  { app: 'reviews', version: 'v2' },
  { app: 'reviews', version: 'v3' },
  { app: 'ratings', version: 'v1' },
];

const APPS = ['productpage', 'details', 'reviews', 'ratings'] as const;

/** One visitor in five has signed in as the sample's tester, whom the rules send to the second version. */
const SIGNED_IN_SHARE = 0.2;

const FRONT_DOOR = {
  gatewayNamespace: 'istio-system',
  gatewayWorkload: 'istio-ingressgateway',
  host: 'bookinfo.example.com',
  path: '/productpage',
};

/**
 * Bookinfo as Istio's documentation installs it, with its gateway and subsets. Reviews are split 50/50 between v1 and
 * v3, and jason sees v2: all three versions have traffic.
 */
export const bookinfo: World = {
  name: 'bookinfo',
  homeNamespace: NAMESPACE,
  clusterId: CLUSTER_ID,
  trustDomain: 'cluster.local',
  load: waveLoad(20, [
    { amplitude: 0.25, periodSeconds: 86_400, phase: -1.9 },
    { amplitude: 0.08, periodSeconds: 1_260, phase: 0.4 },
    { amplitude: 0.04, periodSeconds: 190, phase: 2.1 },
  ]),
  entries: [
    { ...FRONT_DOOR, share: 1 - SIGNED_IN_SHARE, headers: {} },
    { ...FRONT_DOOR, share: SIGNED_IN_SHARE, headers: { 'end-user': 'jason' } },
  ],
  behaviours: [
    behaviour('productpage-v1', 6, [
      { host: 'details', path: '/details/0', perRequest: 1 },
      { host: 'reviews', path: '/reviews/0', perRequest: 1 },
    ]),
    behaviour('details-v1', 0.9, []),
    behaviour('reviews-v1', 1.7, []),
    behaviour('reviews-v2', 1.5, [{ host: 'ratings', path: '/ratings/0', perRequest: 1 }]),
    behaviour('reviews-v3', 1.6, [{ host: 'ratings', path: '/ratings/0', perRequest: 1 }]),
    behaviour('ratings-v1', 0.45, []),
  ],
  objects: (startedAt) => [...clusterAndGatewayObjects(startedAt), ...bookinfoObjects(startedAt)],
};

function behaviour(workload: string, medianMs: number, calls: Behaviour['calls']): Behaviour {
  return {
    namespace: NAMESPACE,
    workload,
    serviceTime: { medianMs, sigma: 0.45 },
    requestBytes: { medianMs: 900, sigma: 0.15 },
    responseBytes: { medianMs: workload.startsWith('productpage') ? 4200 : 520, sigma: 0.25 },
    calls,
  };
}

function bookinfoObjects(startedAt: Date): KubernetesObject[] {
  return [
    namespaceObject(NAMESPACE, startedAt, { 'istio-injection': 'enabled' }),
    ...APPS.map((app) => serviceAccount(NAMESPACE, `bookinfo-${app}`, startedAt, { account: app })),
    ...APPS.map((app) =>
      service({
        namespace: NAMESPACE,
        name: app,
        startedAt,
        labels: { app, service: app },
        selector: { app },
        ports: [{ name: 'http', port: PORT }],
      }),
    ),
    ...VERSIONS.map(({ app, version }) =>
      deployment({
        namespace: NAMESPACE,
        name: `${app}-${version}`,
        startedAt,
        labels: { app, version },
        podLabels: { app, version },
        serviceAccount: `bookinfo-${app}`,
        container: {
          name: app,
          image: `docker.io/istio/examples-bookinfo-${app}-${version}:${IMAGE_TAG}`,
          ports: [PORT],
        },
        ...(app === 'productpage'
          ? {
              podAnnotations: {
                'prometheus.io/scrape': 'true',
                'prometheus.io/port': '9080',
                'prometheus.io/path': '/metrics',
              },
            }
          : {}),
      }),
    ),
    ...trafficRules(startedAt),
  ];
}

function trafficRules(startedAt: Date): KubernetesObject[] {
  const metadata = (name: string) => ({
    name,
    namespace: NAMESPACE,
    creationTimestamp: startedAt.toISOString(),
  });
  const subsets = APPS.map((app) => ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: metadata(app),
    spec: { host: app, subsets: subsetNames(app).map((name) => ({ name, labels: { version: name } })) },
  }));
  return [
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: metadata('bookinfo-gateway'),
      spec: {
        selector: { istio: 'ingressgateway' },
        servers: [{ port: { number: 8080, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }],
      },
    },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: metadata('bookinfo'),
      spec: {
        hosts: ['*'],
        gateways: ['bookinfo-gateway'],
        http: [
          {
            match: [
              { uri: { exact: '/productpage' } },
              { uri: { prefix: '/static' } },
              { uri: { exact: '/login' } },
              { uri: { exact: '/logout' } },
              { uri: { prefix: '/api/v1/products' } },
            ],
            route: [{ destination: { host: 'productpage', port: { number: PORT } } }],
          },
        ],
      },
    },
    ...subsets,
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: metadata('reviews'),
      spec: {
        hosts: ['reviews'],
        http: [
          {
            match: [{ headers: { 'end-user': { exact: 'jason' } } }],
            route: [{ destination: { host: 'reviews', subset: 'v2' } }],
          },
          {
            route: [
              { destination: { host: 'reviews', subset: 'v1' }, weight: 50 },
              { destination: { host: 'reviews', subset: 'v3' }, weight: 50 },
            ],
          },
        ],
      },
    },
  ];
}

/** The subsets of the sample's rules; some name versions that are installed only on demand. */
function subsetNames(app: (typeof APPS)[number]): string[] {
  switch (app) {
    case 'productpage':
      return ['v1'];
    case 'reviews':
      return ['v1', 'v2', 'v3'];
    case 'ratings':
      return ['v1', 'v2', 'v2-mysql', 'v2-mysql-vm'];
    case 'details':
      return ['v1', 'v2'];
  }
}
