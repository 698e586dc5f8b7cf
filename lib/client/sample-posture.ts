import type { MtlsAnswer, ObservedSecurity, ServicePosture, WorkloadPosture } from '@/lib/contracts/mtls';

// Makers of answers about mutual TLS, for tests.

export function sampleSeen(more: Partial<ObservedSecurity> = {}): ObservedSecurity {
  const none = { mutual: 0, plaintext: 0, unknown: 0 };
  return { state: 'silent', ...none, bytes: none, callers: [], callerCount: 0, ...more };
}

/** A STRICT service at `namespace/name` with one workload and a sidecar. */
export function sampleService(place: string, more: Partial<ServicePosture> = {}): ServicePosture {
  const [namespace = '', name = ''] = place.split('/');
  return {
    namespace,
    name,
    mode: 'STRICT',
    decidedBy: {
      kind: 'PeerAuthentication',
      namespace: 'istio-system',
      name: 'default',
      level: 'mesh',
      reason: 'istio-system/default says STRICT for the mesh.',
    },
    trail: [],
    contradictions: [],
    readiness: { verdict: 'ready', isStrict: true, blockers: [], unknowns: [], notes: [] },
    proxy: 'sidecar',
    ports: [],
    workloads: [name],
    ...more,
  };
}

export function samplePosture(
  services: readonly ServicePosture[],
  more: Partial<MtlsAnswer> = {},
): MtlsAnswer {
  const [{ decidedBy, readiness }] = [sampleService('shop/x')];
  const source = { status: 'ok', since: 0 } as const;
  return {
    window: '5m',
    windowSeconds: 300,
    at: 0,
    mesh: {
      mode: 'STRICT',
      decidedBy,
      isEnforced: false,
      rootNamespace: 'istio-system',
      autoMtls: true,
      settingsFrom: { kind: 'configMap', reason: '' },
      trail: [],
      contradictions: [],
      readiness,
      observed: sampleSeen(),
    },
    namespaces: [],
    workloads: services.map(({ workloads: _workloads, ...entry }): WorkloadPosture => ({
      ...entry,
      pods: { total: 1, withoutProxy: 0 },
      services: [entry.name],
    })),
    services: [...services],
    sources: { prometheus: source, kubernetes: source, tracing: source },
    warnings: [],
    queries: [],
    ...more,
  };
}
