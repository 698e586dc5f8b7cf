import type { ChangedEdge, WhatIfAnswer } from '@/lib/contracts/what-if';

const end = (namespace: string, name: string) => ({ id: `${namespace}/${name}`, namespace, name });

/** An edge for tests. */
export function sampleChangedEdge(given: Partial<ChangedEdge> = {}): ChangedEdge {
  return {
    id: 'e',
    source: end('shop', 'web'),
    target: end('shop', 'cart'),
    protocol: 'http',
    today: { state: 'passes', security: 'mutual' },
    after: { state: 'refused', security: 'mutual' },
    verdict: 'breaks',
    rule: 'AuthorizationPolicy shop/deny-all',
    by: [{ kind: 'AuthorizationPolicy', namespace: 'shop', name: 'deny-all', line: 1 }],
    needs: [],
    reason: 'No rule lets it in.',
    rate: 12.34,
    unit: 'requests',
    ...given,
  };
}

/** An answer for tests, with these edges. */
export function sampleWhatIf(edges: readonly ChangedEdge[], given: Partial<WhatIfAnswer> = {}): WhatIfAnswer {
  const count = (verdict: ChangedEdge['verdict']) => edges.filter((one) => one.verdict === verdict).length;
  const source = { status: 'ok', since: 0 } as const;
  return {
    window: '5m',
    windowSeconds: 300,
    at: 1_767_000_000,
    summary: {
      headline: '1 of 2 edges breaks.',
      counts: {
        breaks: count('breaks'),
        changes: count('changes'),
        unaffected: count('unaffected'),
        undecidable: count('undecidable'),
        projected: count('projected'),
      },
      atRisk: { requests: 12.34, bytes: 0 },
      objects: [{ kind: 'AuthorizationPolicy', namespace: 'shop', name: 'deny-all', change: 'added' }],
      limits: ['Only calls seen in the last 5m are looked at.'],
    },
    edges: [...edges],
    problems: [],
    sources: { prometheus: source, kubernetes: source, tracing: source },
    warnings: [],
    queries: [],
    ...given,
  };
}
