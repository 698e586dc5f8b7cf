import { describe, expect, it } from 'vitest';
import { mapTraffic } from '@/lib/adapters/prometheus/map';
import { whatIfAnswerSchema, type ChangedEdge, type WhatIfAnswer } from '@/lib/contracts/what-if';
import { parseWhatIfRequest } from '@/lib/contracts/what-if-request';
import { arrival } from '@/lib/core/mtls/sample-arrivals';
import type { TrafficMeasure, TrafficSample } from '@/lib/core/telemetry/traffic-sample';
import { runControllers } from '@/lib/embedded/kubernetes/controllers';
import { MemoryObjectStore } from '@/lib/embedded/kubernetes/memory-store';
import { SimulatedMesh } from '@/lib/embedded/mesh/simulated-mesh';
import { shop } from '@/lib/embedded/worlds/shop/shop';
import { askWhatIf } from './ask-what-if';
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
function simulateShop(): { ports: MeshPorts; traffic: readonly TrafficSample[] } {
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
  const ports = {
    ledger: new SourceLedger(nowSeconds),
    nowSeconds,
    telemetry: new MemoryTelemetry({ traffic, nowSeconds: nowSeconds() }),
    cluster: new MemoryCluster(objectsOfStore(store)),
  };
  return { ports, traffic };
}

const { ports } = simulateShop();

async function ask(
  documents: string,
  more: Partial<MeshPorts> & { readonly bare?: boolean } = {},
): Promise<WhatIfAnswer> {
  const parsed = parseWhatIfRequest(JSON.stringify({ documents, window: '30m' }));
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const { bare = false, ...others } = more;
  const { ledger, nowSeconds } = ports;
  const outcome = await askWhatIf(
    bare ? { ledger, nowSeconds, ...others } : { ...ports, ...others },
    parsed.value,
  );
  if (!outcome.ok) throw new Error(outcome.problem.message);
  expect(whatIfAnswerSchema.parse(outcome.value)).toEqual(outcome.value);
  return outcome.value;
}

const policy = (
  place: string,
  spec: string,
  kind = 'AuthorizationPolicy',
  version = 'security.istio.io/v1',
) => {
  const [namespace, name] = place.split('/');
  return `apiVersion: ${version}\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: ${namespace}\nspec:${spec}\n`;
};
const tell = ({ source, target, protocol }: ChangedEdge) =>
  `${source.namespace ?? '?'}/${source.name ?? '?'} > ${target.namespace}/${target.name} ${protocol}`;
const withVerdict = ({ edges }: WhatIfAnswer, verdict: ChangedEdge['verdict']) =>
  edges
    .filter((edge) => edge.verdict === verdict)
    .map(tell)
    .sort();

describe('a deny-all pasted for a namespace of the shop', () => {
  it('breaks precisely the edges that lead into it and work today', async () => {
    const answer = await ask(policy('fulfilment/deny-all', ' {}'));
    const inbound = answer.edges.filter(
      ({ target }) => target.namespace === 'fulfilment' && target.name !== undefined,
    );
    const working = inbound.filter(({ today }) => today.state !== 'refused');
    expect(working.length).toBeGreaterThan(5);
    const spared = working.filter(({ verdict }) => verdict !== 'breaks');
    // A host outside, a workload without a proxy, and one that another ALLOW policy lets its clients call.
    expect(spared.map(({ target }) => target.name).sort()).toEqual([
      'label-printer',
      'rates.parcelroute.example',
      'warehouse-db',
      'warehouse-db',
    ]);
    expect(withVerdict(answer, 'breaks').every((edge) => edge.includes('> fulfilment/'))).toBe(true);
    const others = answer.edges.filter(({ target }) => target.namespace !== 'fulfilment');
    expect(others.length).toBeGreaterThan(10);
    expect(others.filter(({ verdict }) => verdict !== 'unaffected')).toEqual([]);
    expect(answer.summary.headline).toMatch(/^\d+ of \d+ edges break \([\d.]+ requests\/s/);
    expect(answer.summary.objects).toEqual([
      { kind: 'AuthorizationPolicy', namespace: 'fulfilment', name: 'deny-all', change: 'added' },
    ]);
  });

  it('names itself, its place in the text and what is at risk', async () => {
    const answer = await ask(
      `# first\n---\n${policy('payments/deny-all', '\n  action: DENY\n  rules:\n    - {}')}`,
    );
    const [first] = answer.edges;
    expect(first).toMatchObject({
      verdict: 'breaks',
      rule: 'AuthorizationPolicy rule 1 of payments/deny-all',
      by: [{ kind: 'AuthorizationPolicy', namespace: 'payments', name: 'deny-all', rule: 0, line: 11 }],
      reason: expect.stringMatching(
        /^DENY rule 1 of payments\/deny-all matches\. The caller is cluster\.local\/ns\//,
      ),
      needs: [],
    });
    const broken = answer.edges.filter(({ verdict, unit }) => verdict === 'breaks' && unit === 'requests');
    const sum = broken.reduce((total, { rate }) => total + rate, 0);
    expect(answer.summary.atRisk.requests).toBeCloseTo(sum, 6);
    expect(answer.summary.counts.breaks).toBeGreaterThan(0);
  });
});

describe('the denied caller of the shop', () => {
  it('is refused today by policies and identity', async () => {
    const answer = await ask('');
    const refused = answer.edges.filter(({ today }) => today.state === 'refused');
    expect(refused).toMatchObject([
      {
        source: { namespace: 'fulfilment' },
        target: { namespace: 'payments', name: 'fraud' },
        verdict: 'unaffected',
        by: [{ kind: 'AuthorizationPolicy', namespace: 'payments', name: 'among-ourselves' }],
        reason:
          'Nothing that decides about it changes. ALLOW policy payments/among-ourselves has no rule that matches, and no other lets it in. The caller is cluster.local/ns/fulfilment/sa/shipping.',
      },
    ]);
  });

  it('is let in by a policy for it', async () => {
    const allow = '\n  rules:\n    - from:\n        - source:\n            namespaces: [fulfilment]';
    const answer = await ask(policy('payments/fulfilment-too', allow));
    const [changed, ...rest] = answer.edges.filter(({ verdict }) => verdict === 'changes');
    expect(rest).toEqual([]);
    expect(changed).toMatchObject({
      source: { namespace: 'fulfilment' },
      target: { namespace: 'payments', name: 'fraud' },
      today: { state: 'refused' },
      after: { state: 'passes' },
      rule: 'AuthorizationPolicy rule 1 of payments/fulfilment-too',
    });
  });
});

describe('other changes in the shop', () => {
  it.each<[string, string]>([
    ['what it has already', policy('payments/default', '\n  mtls:\n    mode: STRICT', 'PeerAuthentication')],
    [
      'a dry run',
      `${policy('payments/dry', '\n  action: DENY\n  rules:\n    - {}')}`.replace(
        'metadata:\n',
        "metadata:\n  annotations: {'istio.io/dry-run': 'true'}\n",
      ),
    ],
    ['an AUDIT', policy('payments/audit', '\n  action: AUDIT\n  rules:\n    - {}')],
    [
      'a policy for a service that has no waypoint',
      policy(
        'payments/t',
        '\n  targetRefs: [{kind: Service, name: fraud, group: ""}]\n  action: DENY\n  rules:\n    - {}',
      ),
    ],
  ])('%s does nothing to anybody', async (_, documents) => {
    const answer = await ask(documents);
    expect(answer.edges.filter(({ verdict }) => verdict !== 'unaffected')).toEqual([]);
    expect(answer.summary.headline).toMatch(/^None of \d+ edges is known to break\.$/);
  });

  it('a DENY for a service behind a waypoint breaks those that come by way of it, and spares those that go past it', async () => {
    const spec =
      '\n  targetRefs: [{kind: Service, name: points, group: ""}]\n  action: DENY\n  rules:\n    - {}';
    const answer = await ask(policy('loyalty/no-points', spec));
    expect(withVerdict(answer, 'breaks')).toEqual(['loyalty/campaigns > loyalty/points http']);
    const past = answer.edges.filter(
      ({ target, source }) => target.name === 'points' && source.namespace !== 'loyalty',
    );
    expect(past.length).toBeGreaterThan(0);
    expect(past.every(({ verdict }) => verdict === 'unaffected')).toBe(true);
  });

  it('a DENY of a path cannot be decided, and says what is missing', async () => {
    const spec =
      '\n  action: DENY\n  rules:\n    - to:\n        - operation:\n            paths: ["/admin*"]';
    const answer = await ask(policy('storefront/no-admin', spec));
    const open = answer.edges.filter(({ verdict }) => verdict === 'undecidable');
    expect(open.length).toBeGreaterThan(3);
    for (const edge of open)
      expect(edge).toMatchObject({ needs: ['path'], target: { namespace: 'storefront' } });
    expect(withVerdict(answer, 'breaks').filter((edge) => edge.endsWith('http'))).toEqual([]);
  });

  const catalogue = (http: string) =>
    ask(
      policy(
        'storefront/catalogue',
        `\n  hosts: [catalogue]\n  http:\n    - ${http}`,
        'VirtualService',
        'networking.istio.io/v1',
      ),
    );
  const leg = (subset: string, weight: number) =>
    `{destination: {host: catalogue, subset: ${subset}}, weight: ${weight}}`;

  it('other weights of a VirtualService are projected, with its rule and line', async () => {
    const answer = await catalogue(`route: [${leg('v1', 30)}, ${leg('v2', 70)}]`);
    const projected = answer.edges.filter(({ verdict }) => verdict === 'projected');
    expect(new Set(projected.map(({ target }) => target.name))).toEqual(
      new Set(['catalogue-v1', 'catalogue-v2']),
    );
    for (const { target, by, reason } of projected) {
      expect(by).toEqual([
        { kind: 'VirtualService', namespace: 'storefront', name: 'catalogue', rule: 0, line: 9 },
      ]);
      expect(reason).toContain(`would have ${target.name === 'catalogue-v1' ? 30 : 70} %`);
    }
    expect(answer.summary.counts.projected).toBe(projected.length);
    expect(answer.summary.headline).toContain('would have other shares or times');
    expect(answer.summary.limits.join(' ')).toContain('projections');
    expect(answer.summary.objects).toMatchObject([{ kind: 'VirtualService', change: 'changed' }]);
  });

  it('a subset that is not defined, or a fault for all, breaks all calls to the host', async () => {
    for (const http of [
      `route: [${leg('v9', 100)}]`,
      '{fault: {abort: {httpStatus: 500, percentage: {value: 100}}}, route: [{destination: {host: catalogue}}]}',
    ]) {
      const answer = await catalogue(http);
      const broken = answer.edges.filter(({ verdict }) => verdict === 'breaks');
      expect(new Set(broken.map(({ target }) => target.name))).toEqual(
        new Set(['catalogue-v1', 'catalogue-v2']),
      );
      expect(answer.summary.atRisk.requests).toBeGreaterThan(1);
    }
  });

  it('a VirtualService with other conditions cannot be decided', async () => {
    const answer = await catalogue(
      `{match: [{uri: {prefix: /new}}], route: [${leg('v2', 100)}]}\n    - route: [${leg('v1', 100)}]`,
    );
    const open = answer.edges.filter(({ verdict }) => verdict === 'undecidable');
    expect(open.length).toBeGreaterThan(0);
    for (const edge of open) expect(edge.needs).toContain('routing');
  });

  it('a VirtualService as it is changes nothing', async () => {
    const all: { metadata?: { name?: string }; spec?: unknown }[] = [
      ...(ports.cluster?.objects('virtualServices') ?? []),
    ];
    const found = all.find(({ metadata }) => metadata?.name === 'catalogue');
    const answer = await ask(
      policy(
        'storefront/catalogue',
        ` ${JSON.stringify(found?.spec)}`,
        'VirtualService',
        'networking.istio.io/v1',
      ),
    );
    expect(answer.summary.counts.unaffected).toBe(answer.edges.length);
  });
});

describe('documents that cannot be used', () => {
  const good = policy('payments/audit', '\n  action: AUDIT\n  rules:\n    - {}');
  const bomb = `a: &a [1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d,*d,*d,*d]\n`;
  it.each<[string, string, object]>([
    ['a text that is no YAML', 'kind: [', { code: 'invalid-yaml', document: 1, line: 1 }],
    [
      'a tab where none may be',
      `${good}---\nkind:\n\tx: 1\n`,
      { code: 'invalid-yaml', document: 2, line: 12 },
    ],
    ['a text alone', 'hello', { code: 'unsupported-kind', document: 1 }],
    ['a list alone', '[1, 2]', { code: 'unsupported-kind', document: 1 }],
    [
      'a ConfigMap',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}',
      { code: 'unsupported-kind', document: 1, line: 1 },
    ],
    [
      'a kind of another group',
      'apiVersion: x.io/v1\nkind: DestinationRule\nmetadata: {name: a}',
      { code: 'unsupported-kind' },
    ],
    ['an object without a kind', 'apiVersion: v1', { code: 'malformed-object', document: 1 }],
    [
      'an object without a name',
      'apiVersion: security.istio.io/v1\nkind: PeerAuthentication',
      { code: 'malformed-object' },
    ],
    [
      'a field of the wrong type',
      policy('a/b', '\n  rules: all'),
      { code: 'malformed-object', message: 'spec.rules must be a list.' },
    ],
    ['an unknown action', policy('a/b', '\n  action: PERHAPS'), { code: 'malformed-object' }],
    [
      'an unknown mode',
      policy('a/b', '\n  mtls: {mode: SURE}', 'PeerAuthentication'),
      { code: 'malformed-object' },
    ],
    [
      'a DENY without rules',
      policy('a/b', '\n  action: DENY'),
      { code: 'malformed-object', message: 'Istio refuses DENY without rules: spec.rules is missing.' },
    ],
    [
      'ports without a selector',
      policy('a/b', '\n  portLevelMtls: {80: {mode: STRICT}}', 'PeerAuthentication'),
      { code: 'malformed-object' },
    ],
    [
      'an unknown condition',
      policy('a/b', '\n  rules: [{when: [{key: a, values: [b]}]}]'),
      { code: 'malformed-object' },
    ],
    ['a bomb of aliases', bomb, { code: 'too-many-aliases', document: 1 }],
    [
      'brackets without end',
      '['.repeat(100_000),
      { code: 'invalid-yaml', message: 'The text is nested too deeply to be read.' },
    ],
    ['more parts than anybody writes', 'k: v\n'.repeat(20_000), { code: 'documents-too-large' }],
    ['maps without end', '{a: '.repeat(20_000), { code: 'invalid-yaml' }],
    ['too many documents', `${good}---\n`.repeat(60), { code: 'too-many-documents', document: 51 }],
  ])('%s is answered by what is wrong with it', async (_, documents, problem) => {
    const answer = await ask(documents);
    expect(answer.problems[0]).toMatchObject({ isLeftOut: true, ...problem });
    expect(answer.summary.counts.breaks).toBe(0);
  });

  it('does not keep the others from being evaluated', async () => {
    const answer = await ask(
      `kind: [\n---\n${policy('payments/deny', '\n  action: DENY\n  rules:\n    - {}')}`,
    );
    expect(answer.problems).toHaveLength(1);
    expect(answer.summary.counts.breaks).toBeGreaterThan(0);
  });

  it('a namespace that is missing is assumed, and said', async () => {
    const answer = await ask(
      'apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: a}\nspec: {}',
    );
    expect(answer.problems).toMatchObject([{ code: 'namespace-assumed', isLeftOut: false }]);
    expect(answer.summary.objects).toMatchObject([{ namespace: 'default' }]);
  });

  it('lists of objects are taken apart, and the later of two of one name counts', async () => {
    const item = (mode: string) =>
      `  - apiVersion: security.istio.io/v1\n    kind: PeerAuthentication\n    metadata: {name: p, namespace: payments}\n    spec: {mtls: {mode: ${mode}}}\n`;
    const answer = await ask(`apiVersion: v1\nkind: List\nitems:\n${item('STRICT')}${item('PERMISSIVE')}`);
    expect(answer.problems).toEqual([]);
    expect(answer.summary.objects).toHaveLength(1);
  });

  it('nothing at all is nothing to evaluate', async () => {
    const answer = await ask('\n---\n---\n');
    expect(answer.problems).toEqual([]);
    expect(answer.summary.headline).toBe('Nothing was given that would change anything.');
  });
});

describe('where little is known', () => {
  const denyAll = policy('shop/deny-all', ' {}');

  it('without traffic nothing is promised', async () => {
    const answer = await ask(denyAll, { bare: true });
    expect(answer.edges).toEqual([]);
    expect(answer.summary.headline).toBe(
      'Traffic is not known, so that nothing can be told of what would break.',
    );
  });

  it('without a cluster no edge is decided by what is not known', async () => {
    const telemetry = new MemoryTelemetry({
      traffic: [arrival('front/web', 'shop/api')],
      nowSeconds: 1_767_600_000,
    });
    const answer = await ask(denyAll, { bare: true, telemetry });
    expect(answer.edges).toMatchObject([{ verdict: 'undecidable' }]);
  });
});

describe('the body of the request', () => {
  it.each<[string, string, object]>([
    ['no JSON', '{', { code: 'invalid-body' }],
    ['no object', '[]', { code: 'invalid-body' }],
    ['no documents', '{}', { code: 'invalid-body', field: 'documents' }],
    ['documents that are no text', '{"documents": 1}', { code: 'invalid-body', field: 'documents' }],
    ['a field too much', '{"documents": "", "apply": true}', { code: 'invalid-body' }],
    [
      'documents that are too long',
      JSON.stringify({ documents: 'a'.repeat(1_000_000) }),
      { code: 'documents-too-large', field: 'documents' },
    ],
    ['a window that is none', '{"documents": "", "window": "soon"}', { code: 'invalid-window' }],
    ['a time that is none', '{"documents": "", "at": -5}', { code: 'invalid-time' }],
    ['namespaces that are none', '{"documents": "", "namespaces": ["A B"]}', { code: 'invalid-namespaces' }],
  ])('with %s is a problem', (_, text, problem) => {
    expect(parseWhatIfRequest(text)).toMatchObject({ ok: false, problem });
  });
});
