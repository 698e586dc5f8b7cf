import { describe, expect, it } from 'vitest';
import { namespacesAnswerSchema } from '@/lib/contracts/namespaces';
import type { ResourceKind } from '@/lib/core/kubernetes/resource-kinds';
import { getNamespaces } from './get-namespaces';
import type { ClusterPort, KindStatus, SyncState, TelemetryPort } from './ports';
import { SourceLedger } from './source-ledger';
import type { UpstreamFailure } from './upstream-failure';

const NOW = 1_767_225_600;

class UpstreamError extends Error implements UpstreamFailure {
  override readonly name = 'UpstreamError';
  readonly source = 'prometheus';
  readonly kind = 'timeout';
  readonly publicMessage = 'Prometheus did not answer in time.';
}

function never(): Promise<never> {
  throw new Error('Nobody asks for this.');
}

function telemetryOf(known: () => readonly string[]): TelemetryPort {
  return {
    readTraffic: never,
    readDetails: never,
    readHistory: never,
    retentionSeconds: never,
    serverTime: async () => ({ seconds: NOW, query: { text: 'time()', durationMs: 1 } }),
    async knownNamespaces(start, end) {
      expect([start, end]).toEqual([NOW - 3600, NOW]);
      return known();
    },
  };
}

function clusterOf(objects: readonly object[], state: SyncState = 'ok'): ClusterPort {
  const status: KindStatus = { state, sinceMs: 0, count: objects.length, problems: [] };
  return {
    objects: (kind: ResourceKind) => (kind === 'namespaces' ? objects : []),
    status: () => ({ state, sinceMs: 0, kinds: new Map([['namespaces', status] as const]) }),
    changes: () => [],
    onChange: () => () => undefined,
    stop: async () => undefined,
  };
}

async function namespacesOf(ports: { telemetry?: TelemetryPort; cluster?: ClusterPort }) {
  const nowSeconds = () => NOW;
  const answer = await getNamespaces({ ...ports, ledger: new SourceLedger(nowSeconds), nowSeconds });
  expect(namespacesAnswerSchema.parse(JSON.parse(JSON.stringify(answer)))).toEqual(answer);
  return answer;
}

const named = (name: string, labels: Record<string, string> = {}) => ({ metadata: { name, labels } });

describe('getNamespaces', () => {
  it('joins what the cluster declares with what the metrics name', async () => {
    const cluster = clusterOf([
      named('shop', { 'istio.io/dataplane-mode': 'ambient' }),
      named('bookinfo', { 'istio-injection': 'enabled' }),
      named('default'),
    ]);
    const { namespaces } = await namespacesOf({
      cluster,
      telemetry: telemetryOf(() => ['bookinfo', 'gone']),
    });
    expect(namespaces).toEqual([
      { name: 'bookinfo', knownBy: ['kubernetes', 'prometheus'], dataPlane: 'sidecar' },
      { name: 'default', knownBy: ['kubernetes'], dataPlane: 'none' },
      { name: 'gone', knownBy: ['prometheus'] },
      { name: 'shop', knownBy: ['kubernetes'], dataPlane: 'ambient' },
    ]);
  });

  it('does without Prometheus', async () => {
    const telemetry = telemetryOf(() => {
      throw new UpstreamError();
    });
    const { namespaces, sources } = await namespacesOf({ telemetry, cluster: clusterOf([named('a')]) });
    expect(namespaces.map(({ name }) => name)).toEqual(['a']);
    expect(sources.prometheus).toMatchObject({
      status: 'unavailable',
      reason: 'Prometheus did not answer in time.',
    });
  });

  it('claims no data plane where the cluster cannot be asked', async () => {
    const cluster = clusterOf([named('a')], 'forbidden');
    const { namespaces, sources } = await namespacesOf({ cluster, telemetry: telemetryOf(() => ['a']) });
    expect(namespaces).toEqual([{ name: 'a', knownBy: ['prometheus'] }]);
    expect(sources.kubernetes.status).toBe('forbidden');
  });

  it('passes over objects that are none', async () => {
    const { namespaces } = await namespacesOf({ cluster: clusterOf([{}, { metadata: 7 }, named('a')]) });
    expect(namespaces.map(({ name }) => name)).toEqual(['a']);
  });

  it('does not hide a defect of ours', async () => {
    const telemetry = telemetryOf(() => {
      throw new TypeError('undefined is not a function');
    });
    await expect(namespacesOf({ telemetry })).rejects.toThrow(TypeError);
  });
});

describe('the ledger of sources', () => {
  it('remembers since when a source has been the way it is', () => {
    let now = 10;
    const ledger = new SourceLedger(() => now);
    expect(ledger.last('prometheus')).toBeUndefined();
    expect(ledger.note('prometheus', 'ok')).toEqual({ status: 'ok', since: 10 });
    now = 20;
    expect(ledger.note('prometheus', 'ok')).toEqual({ status: 'ok', since: 10 });
    expect(ledger.note('prometheus', 'unavailable', 'gone')).toEqual({
      status: 'unavailable',
      since: 20,
      reason: 'gone',
    });
    now = 30;
    expect(ledger.note('prometheus', 'unavailable', 'still')).toMatchObject({ since: 20, reason: 'still' });
    expect(ledger.note('kubernetes', 'ok').since).toBe(30);
    expect(ledger.last('prometheus')).toMatchObject({ since: 20 });
  });
});
