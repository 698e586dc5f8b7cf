import type { ObservedPoliciesAnswer, ObservedPolicyEdge } from '@/lib/contracts/observed-policies';

// Makers of answers about policies, for tests.

/** A place as `namespace/name`; without a name it is somebody whom nobody knows. */
export function sampleEnd(place: string, more: Partial<ObservedPolicyEdge['source']> = {}) {
  const [namespace, name] = place.split('/');
  return {
    id: `workload ${place}`,
    kind: name === undefined ? ('unknown' as const) : ('workload' as const),
    ...(namespace === undefined || namespace === '' ? {} : { namespace }),
    ...(name === undefined ? {} : { name, app: name }),
    ...more,
  };
}

/** An allowed HTTP edge between two places that was seen to pass, unless told otherwise. */
export function samplePolicyEdge(
  source: string,
  target: string,
  more: Partial<ObservedPolicyEdge> = {},
): ObservedPolicyEdge {
  return {
    id: `${source}>${target}>${more.protocol ?? 'http'}`,
    source: sampleEnd(source),
    target: sampleEnd(target),
    protocol: 'http',
    unit: 'requests',
    rate: 1,
    declared: { verdict: 'allowed', by: [], needs: [], reason: '', identities: [] },
    observed: { state: 'passes', refusedShare: 0, signs: [], reason: '' },
    agreement: 'agrees',
    guard: 'guarded',
    ...more,
  };
}

/** The same, refused by what is declared and as it was seen. */
export function deniedEdge(source: string, target: string): ObservedPolicyEdge {
  return samplePolicyEdge(source, target, {
    declared: { verdict: 'denied', by: [], needs: [], reason: '', identities: [] },
    observed: { state: 'refused', refusedShare: 1, signs: [], reason: '' },
  });
}

export function samplePolicies(more: Partial<ObservedPoliciesAnswer> = {}): ObservedPoliciesAnswer {
  const source = { status: 'ok', since: 0 } as const;
  return {
    window: '5m',
    windowSeconds: 300,
    at: 0,
    rootNamespace: 'istio-system',
    isTrafficKnown: true,
    workloads: [],
    edges: [],
    permissions: [],
    sources: { prometheus: source, kubernetes: source, tracing: source },
    warnings: [],
    queries: [],
    ...more,
  };
}

export function samplePolicyWorkload(
  place: string,
  more: Partial<ObservedPoliciesAnswer['workloads'][number]> = {},
): ObservedPoliciesAnswer['workloads'][number] {
  const [namespace = '', name = ''] = place.split('/');
  return {
    namespace,
    name,
    app: name,
    services: [name],
    proxy: 'sidecar',
    coverage: 'none',
    reason: '',
    policies: [],
    callers: 0,
    findings: [],
    ...more,
  };
}
