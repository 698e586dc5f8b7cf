import { planRoutes } from '../routing/plan-routes';
import type { RoutePlan, Viewpoint } from '../routing/route-plan';
import type { CallCount, CountedSpan } from './call-count';
import { judgeRoute } from './judge-route';
import { preparePlan } from './prepare-plan';
import type { SplitContext } from './split-context';
import type { SplitFacts, SplitWorkload } from './split-facts';
import type { JudgedRoute, ObjectChange, RouteClients } from './split-verdict';

// For tests: a namespace `shop` with a service `cart` in three versions, its routes as objects, and who calls it.

export const CART = 'cart.shop.svc.cluster.local';
export const END = 1_000_000;
export const START = END - 300;

export const VERSIONS = ['v1', 'v2', 'v3'];

const workload = (version: string, ready: number): SplitWorkload => ({
  namespace: 'shop',
  name: `cart-${version}`,
  version,
  labels: [{ app: 'cart', version }],
  ready,
});

export const FACTS: SplitFacts = {
  workloads: VERSIONS.map((version) => workload(version, 1)),
  services: ['cart', ...VERSIONS.map((version) => `cart-${version}`)].map((name) => {
    const version = name.slice(5);
    const selector = { app: 'cart', ...(version === '' ? {} : { version }) };
    return { namespace: 'shop', name, selector };
  }),
};

export function withoutPods(version: string): SplitFacts {
  return {
    ...FACTS,
    workloads: VERSIONS.map((one) => workload(one, one === version ? 0 : 1)),
  };
}

const service = (name: string) => ({
  metadata: { namespace: 'shop', name },
  spec: { ports: [{ name: 'http', port: 80 }], selector: { app: 'cart' } },
});

export const SUBSETS = VERSIONS.map((name) => ({ name, labels: { version: name } }));

export interface Declared {
  readonly http?: readonly object[];
  readonly tcp?: readonly object[];
  readonly subsets?: readonly object[];
  readonly httpRoutes?: readonly object[];
  readonly virtualServices?: readonly object[];
}

/** What sidecars of `shop` are told by one VirtualService on `cart`, or by what else is declared. */
export function plan(
  declared: Declared,
  viewpoint: Viewpoint = { kind: 'sidecar', namespace: 'shop' },
): RoutePlan {
  const { http, tcp, subsets = SUBSETS, httpRoutes = [], virtualServices = [] } = declared;
  const own =
    http === undefined && tcp === undefined
      ? []
      : [{ metadata: { namespace: 'shop', name: 'cart' }, spec: { hosts: ['cart'], http, tcp } }];
  return planRoutes(
    {
      virtualServices: [...own, ...virtualServices],
      destinationRules: [{ metadata: { namespace: 'shop', name: 'cart' }, spec: { host: 'cart', subsets } }],
      services: [
        ...['cart', 'cart-v1', 'cart-v2', 'cart-v3'].map(service),
        ...(tcp === undefined
          ? []
          : [
              {
                ...service('cart'),
                spec: { ports: [{ name: 'tcp', port: 6379 }], selector: { app: 'cart' } },
              },
            ]),
      ].slice(tcp === undefined ? 0 : 1),
      serviceEntries: [],
      httpRoutes,
      namespaces: [{ metadata: { name: 'shop' } }],
    },
    viewpoint,
  );
}

/** A rule that sends to subsets by weight. */
export function split(weights: Readonly<Record<string, number>>, more: object = {}): object {
  const route = Object.entries(weights).map(([subset, weight]) => ({
    destination: { host: 'cart', subset },
    weight,
  }));
  return { route, ...more };
}

export const onPath = (prefix: string) => ({ match: [{ uri: { prefix } }] });

/** Calls from `shop/web` to a version of a service; absent: they reached nobody. */
export function calls(version: string | undefined, count: number, more: Partial<CallCount> = {}): CallCount {
  return {
    reporter: 'source',
    source: { namespace: 'shop', workload: 'web' },
    service: { host: CART, name: 'cart', namespace: 'shop' },
    destination: version === undefined ? {} : { namespace: 'shop', workload: `cart-${version}`, version },
    protocol: 'http',
    measure: 'requests',
    ...(version === undefined ? { flags: 'UH' } : {}),
    count,
    ...more,
  };
}

export interface Seen {
  readonly counts?: readonly CallCount[];
  readonly facts?: SplitFacts;
  readonly changes?: readonly ObjectChange[];
  readonly since?: readonly CallCount[];
  readonly isLive?: boolean;
  readonly countedShare?: number;
  readonly clients?: RouteClients;
  readonly host?: string;
  readonly ambient?: readonly string[];
}

export const SIDECARS: RouteClients = { kind: 'sidecar', namespaces: ['shop'], workloads: [] };

/** The judgement of one host of a plan. */
export function judge(planned: RoutePlan, seen: Seen = {}): JudgedRoute {
  const { facts = FACTS, changes = [], counts, since, isLive = true, countedShare = 1, host = CART } = seen;
  const span = (startSeconds: number, of: readonly CallCount[]): CountedSpan => ({
    startSeconds,
    endSeconds: END,
    countedShare,
    counts: of,
  });
  const context: SplitContext = {
    facts,
    isLive,
    bystanders: { proxies: new Set(), ambient: new Set(seen.ambient) },
    changesOf: ({ kind, name }) =>
      changes.filter(({ object }) => object.kind === kind && object.name === name),
    since: (atSeconds) => (since === undefined ? undefined : span(atSeconds, since)),
    ...(counts === undefined ? {} : { window: span(START, counts) }),
  };
  const found = planned.hosts.find((one) => one.host === host);
  if (found === undefined) throw new Error(`${host} is not planned.`);
  return judgeRoute(preparePlan(planned, facts), found, seen.clients ?? SIDECARS, context);
}

/** `v1 90 %`, for tables. */
export function told({ rules }: JudgedRoute): (string | null)[][] {
  return rules.map(({ rule, destinations }) =>
    destinations.map(({ observed }, i) =>
      observed === null
        ? null
        : `${rule.destinations[i]?.subset ?? rule.destinations[i]?.host.split('.')[0] ?? ''} ${Math.round(observed.share * 100)}`,
    ),
  );
}
