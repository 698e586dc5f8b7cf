import { describe, expect, it } from 'vitest';
import { mapTraffic } from '@/lib/adapters/prometheus/map';
import { observedPoliciesAnswerSchema, type ObservedPoliciesAnswer } from '@/lib/contracts/observed-policies';
import { parseMtlsRequest } from '@/lib/contracts/mtls-request';
import { parsePolicyYamlRequest } from '@/lib/contracts/policy-yaml-request';
import type { TrafficMeasure } from '@/lib/core/telemetry/traffic-sample';
import { runControllers } from '@/lib/embedded/kubernetes/controllers';
import { MemoryObjectStore } from '@/lib/embedded/kubernetes/memory-store';
import { SimulatedMesh } from '@/lib/embedded/mesh/simulated-mesh';
import { shop } from '@/lib/embedded/worlds/shop/shop';
import { getObservedPolicies } from './get-observed-policies';
import { getPolicyYaml } from './get-policy-yaml';
import type { MeshPorts } from './mesh-ports';
import { SourceLedger } from './source-ledger';
import { MemoryCluster } from './testing/memory-cluster';
import { MemoryTelemetry } from './testing/memory-telemetry';
import { objectsOfStore } from './testing/world-cluster';

const START_MS = Date.parse('2026-01-05T08:00:00Z');
const HOUR_MS = 3_600_000;
const METRICS: readonly (readonly [name: string, measure: TrafficMeasure])[] = [
  ['istio_requests_total', 'requests'],
  ['istio_tcp_sent_bytes_total', 'tcpSent'],
  ['istio_tcp_received_bytes_total', 'tcpReceived'],
  ['istio_tcp_connections_opened_total', 'connectionsOpened'],
  ['istio_tcp_connections_closed_total', 'connectionsClosed'],
];

/** The simulated shop after an hour: its objects, and what its proxies reported. */
function simulateShop() {
  const clock = { ms: START_MS };
  const store = new MemoryObjectStore({ now: () => clock.ms, seed: 'shop' });
  store.seed(shop.objects(new Date(START_MS)));
  runControllers(store, { seed: 'shop' });
  const mesh = new SimulatedMesh({
    world: shop,
    objects: store,
    startSeconds: START_MS / 1000,
    scrapeIntervalSeconds: 15,
    nowMs: () => clock.ms,
  });
  clock.ms += HOUR_MS;
  const traffic = METRICS.flatMap(([name, measure]) => {
    const series = [...mesh.select([{ name: '__name__', op: '=', value: name }], START_MS, clock.ms)];
    const samples = series.map((one) => {
      const { values } = one.samples(clock.ms - HOUR_MS / 2, clock.ms);
      return { labels: one.labels, value: ((values.at(-1) ?? 0) - (values[0] ?? 0)) / 1800, atSeconds: 0 };
    });
    return mapTraffic(
      measure,
      samples.filter(({ value }) => value > 0),
    ).samples;
  });
  const nowSeconds = () => clock.ms / 1000;
  return {
    ledger: new SourceLedger(nowSeconds),
    nowSeconds,
    telemetry: new MemoryTelemetry({ traffic, nowSeconds: nowSeconds() }),
    cluster: new MemoryCluster(objectsOfStore(store)),
  };
}

const ports = simulateShop();

async function ask(query: string, from: MeshPorts = ports): Promise<ObservedPoliciesAnswer> {
  const parsed = parseMtlsRequest(new URLSearchParams(query));
  const outcome = parsed.ok ? await getObservedPolicies(from, parsed.value) : parsed;
  if (!outcome.ok) throw new Error(outcome.problem.message);
  expect(observedPoliciesAnswerSchema.parse(outcome.value)).toEqual(outcome.value);
  return outcome.value;
}

function edge({ edges }: ObservedPoliciesAnswer, from: string, to: string) {
  const place = ({ namespace, name }: { namespace?: string | undefined; name?: string | undefined }) =>
    `${namespace}/${name}`;
  const found = edges.find(({ source, target }) => place(source) === from && place(target) === to);
  if (found === undefined) throw new Error(`${from} does not call ${to}.`);
  return found;
}

describe('who may talk to whom in the shop, beside who does', () => {
  it('explains the denied caller by policy, rule and identity', async () => {
    const answer = await ask('window=30m');
    const denied = edge(answer, 'fulfilment/shipping', 'payments/fraud');
    expect(denied).toMatchObject({
      declared: {
        verdict: 'denied',
        by: [{ kind: 'AuthorizationPolicy', namespace: 'payments', name: 'among-ourselves' }],
        needs: [],
        identities: ['cluster.local/ns/fulfilment/sa/shipping'],
      },
      observed: { state: 'refused', signs: [{ code: '403', proof: 'likely' }] },
      agreement: 'agrees',
      guard: 'guarded',
    });
    const rules = answer.permissions.filter(({ name }) => name === 'among-ourselves');
    expect(rules).toMatchObject([{ rule: 0, says: 'from namespaces payments', use: 'used' }]);
    // It is the only one.
    expect(answer.edges.filter(({ declared }) => declared.verdict === 'denied')).toEqual([denied]);
  });

  it('never contradicts what the simulated mesh does', async () => {
    const { edges } = await ask('window=30m');
    expect(edges.length).toBeGreaterThan(40);
    expect(edges.filter(({ agreement }) => agreement === 'passesThoughDenied')).toEqual([]);
    expect(edges.filter(({ agreement }) => agreement === 'refusedThoughAllowed')).toEqual([]);
  });

  it('names the rule that lets a caller in', async () => {
    const allowed = edge(await ask('window=30m'), 'fulfilment/orders', 'fulfilment/warehouse-db');
    expect(allowed.declared.verdict).toBe('allowed');
    expect(allowed.declared.by).toContainEqual({
      kind: 'AuthorizationPolicy',
      namespace: 'fulfilment',
      name: 'warehouse-db-clients',
      rule: 0,
    });
  });

  it('finds what no policy could refuse, also where a caller goes past the waypoint that has one', async () => {
    const answer = await ask('window=30m');
    expect(edge(answer, 'payments/checkout', 'loyalty/vouchers').guard).toBe('unguarded');
    expect(edge(answer, 'loyalty/points', 'loyalty/vouchers').guard).toBe('guarded');
    const vouchers = answer.workloads.find(({ name }) => name === 'vouchers');
    expect(vouchers).toMatchObject({ coverage: 'atWaypoint', callers: 2 });
    expect(vouchers?.findings).toContainEqual({
      code: 'unprotectedTraffic',
      weight: 'problem',
      message: 'Nothing could refuse what came from payments/checkout in this window.',
    });
  });

  it('tells which workloads no policy is for', async () => {
    const { workloads } = await ask('window=30m&namespaces=payments,storefront');
    const covered = workloads.filter(({ coverage }) => coverage === 'covered').map(({ name }) => name);
    expect(covered).toEqual([
      'card-payments',
      'checkout',
      'fraud',
      'ledger',
      'ledger-db',
      'refunds',
      'session-cache',
      'web',
    ]);
    expect(new Set(workloads.map(({ namespace }) => namespace))).toEqual(new Set(['payments', 'storefront']));
  });

  it('tells whom a rule names for nothing, in this window', async () => {
    const { permissions } = await ask('window=30m');
    const vouchers = permissions.find(({ name }) => name === 'vouchers-callers');
    expect(vouchers?.sources.map(({ value, use }) => `${value} ${use}`)).toEqual([
      'loyalty used',
      // Its only caller there has a sidecar and goes past the waypoint.
      'payments unused',
    ]);
  });

  it('knows what is declared where traffic is not known, and calls nothing unused then', async () => {
    const { telemetry: _telemetry, ...without } = ports;
    const answer = await ask('', without);
    expect(answer).toMatchObject({ isTrafficKnown: false, edges: [] });
    expect(answer.sources.prometheus.status).toBe('notConfigured');
    expect(answer.workloads.find(({ name }) => name === 'fraud')?.coverage).toBe('covered');
    expect(new Set(answer.permissions.map(({ use }) => use))).toEqual(new Set(['unknown']));
  });

  it('decides nothing where policies are not known', async () => {
    const { cluster: _cluster, ...without } = ports;
    const answer = await ask('window=30m', without);
    expect(answer).toMatchObject({ workloads: [], permissions: [] });
    expect(new Set(answer.edges.map(({ declared }) => declared.verdict))).toEqual(new Set(['undecidable']));
    expect(new Set(answer.edges.map(({ guard }) => guard))).toEqual(new Set(['unknown']));
  });
});

describe('the YAML of a policy', () => {
  async function read(query: string) {
    const parsed = parsePolicyYamlRequest(new URLSearchParams(query));
    return parsed.ok ? getPolicyYaml(ports, parsed.value) : parsed;
  }

  it('is what the cluster holds, with the place of each rule', async () => {
    const outcome = await read('kind=AuthorizationPolicy&namespace=payments&name=among-ourselves');
    if (!outcome.ok) throw new Error(outcome.problem.message);
    const { text, places } = outcome.value;
    expect(text).toContain('kind: AuthorizationPolicy');
    expect(places.map(({ path }) => path)).toEqual(['spec.rules[0]']);
    const lines = text.split('\n');
    const [place] = places;
    const marked = lines.slice((place?.firstLine ?? 0) - 1, place?.lastLine).join('\n');
    expect(marked).toContain('namespaces');
    expect(marked).not.toContain('action');
  });

  it.each([
    ['kind=AuthorizationPolicy&namespace=payments&name=nothing', 'subject-not-found'],
    ['kind=Secret&namespace=payments&name=x', 'invalid-subject'],
    ['kind=AuthorizationPolicy&name=x', 'invalid-subject'],
    ['kind=AuthorizationPolicy&namespace=payments', 'invalid-subject'],
    [`kind=AuthorizationPolicy&namespace=payments&name=${'x'.repeat(300)}`, 'parameter-too-long'],
    ['kind=AuthorizationPolicy&namespace=a&name=b&colour=red', 'unknown-parameter'],
  ])('of %s is a clear problem', async (query, code) => {
    const outcome = await read(query);
    expect(outcome).toMatchObject({ ok: false, problem: { code } });
  });
});
