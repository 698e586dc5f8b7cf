import type { RoutedDestination, RoutedHost, RoutedRule, RoutingAnswer } from '@/lib/contracts/routing';

// Small parts of answers about routing for the tests of this room.

export function sampleDestination(
  subset: string,
  weight: number | null,
  share: number,
  fields: Partial<RoutedDestination> = {},
): RoutedDestination {
  return {
    host: 'reviews.shop.svc.cluster.local',
    subset,
    port: null,
    weight,
    share,
    path: `spec.http[0].route[${subset}]`,
    observed: null,
    state: 'ok',
    reason: '',
    workloads: [],
    ...fields,
  };
}

export function sampleRule(fields: Partial<RoutedRule> = {}): RoutedRule {
  return {
    index: 0,
    name: null,
    protocol: 'http',
    object: { kind: 'VirtualService', namespace: 'shop', name: 'reviews' },
    path: 'spec.http[0]',
    match: 'everything',
    matchRaw: [],
    destinations: [sampleDestination('v1', 90, 0.9), sampleDestination('v2', 10, 0.1)],
    actions: [],
    shadowedBy: null,
    verdict: 'inLine',
    reasons: [],
    requests: 1204,
    requestsNeeded: 2600,
    ...fields,
  };
}

export function sampleRoute(fields: Partial<RoutedHost> = {}): RoutedHost {
  return {
    id: 'sidecar reviews.shop.svc.cluster.local',
    host: 'reviews.shop.svc.cluster.local',
    source: { kind: 'VirtualService', namespace: 'shop', name: 'reviews', gateways: ['mesh'] },
    viewpoint: { kind: 'sidecar', text: 'sidecars of all namespaces', namespaces: [] },
    service: { namespace: 'shop', name: 'reviews' },
    rules: [sampleRule()],
    verdict: 'inLine',
    reasons: [],
    problems: [],
    changes: [],
    comparedSince: 1_700_000_000,
    ...fields,
  };
}

export function sampleRoutingAnswer(routes: RoutingAnswer['routes']): RoutingAnswer {
  const ok = { status: 'ok' as const, since: 1_700_000_000 };
  return {
    window: '5m',
    windowSeconds: 300,
    at: 1_700_000_300,
    method: 'Wilson',
    routes,
    problems: [],
    sources: { prometheus: ok, kubernetes: ok, tracing: { ...ok, status: 'notConfigured' } },
    warnings: [],
    queries: [],
  };
}
