import { describe, expect, it } from 'vitest';
import { historyAnswerSchema } from '@/lib/contracts/history';
import { parseHistoryRequest } from '@/lib/contracts/history-request';
import type { Box } from '@/lib/core/graph/boxes';
import { groupIdentity } from '@/lib/core/graph/fold-groups';
import { nodeId } from '@/lib/core/graph/node-identity';
import { buildGraph, type GraphOptions } from '@/lib/core/graph/build-graph';
import type { ResourceKind } from '@/lib/core/kubernetes/resource-kinds';
import type { Party, Reporter, TrafficSample } from '@/lib/core/telemetry/traffic-sample';
import { getHistory } from './get-history';
import type {
  ClusterPort,
  CallHistory,
  HistoryReading,
  HistoryRequest,
  KindStatus,
  TelemetryPort,
  ServerTime,
} from './ports';
import { SourceLedger } from './source-ledger';

const NOW = 1_767_225_600;
const NS = 'bookinfo';

type Fields = Readonly<Record<string, string | null | undefined>>;

/** `undefined` leaves a field free, `null` asks that it be absent. */
function fits(wanted: object | undefined, told: object): boolean {
  const fields: Fields = { ...told };
  return Object.entries((wanted ?? {}) as Fields).every(
    ([name, value]) => value === undefined || (fields[name] ?? null) === value,
  );
}

/** A metrics source whose calls go on at the same rate for ever. */
class SteadyTelemetry implements TelemetryPort {
  readonly requests: HistoryRequest[] = [];
  readonly #samples: readonly TrafficSample[];

  constructor(samples: readonly TrafficSample[]) {
    this.#samples = samples;
  }

  async readHistory(request: HistoryRequest): Promise<HistoryReading> {
    this.requests.push(request);
    const { calls } = request;
    const found = this.#samples.filter(
      (sample) =>
        fits(calls.source, sample.source) &&
        fits(calls.destination, sample.destination) &&
        fits(calls.service, sample.service) &&
        (calls.protocol === undefined || sample.protocol === calls.protocol) &&
        (sample.protocol === 'tcp') === (calls.protocol === 'tcp'),
    );
    const series = found.map(({ perSecond, ...call }): CallHistory => {
      const points: { atSeconds: number; perSecond: number }[] = [];
      for (let at = request.startSeconds; at <= request.endSeconds; at += request.stepSeconds)
        points.push({ atSeconds: at, perSecond });
      return { ...call, points };
    });
    return { series, queries: [{ text: 'history', durationMs: 1 }], warnings: [], skipped: [] };
  }

  readTraffic(): Promise<never> {
    throw new Error('A history reads no graph.');
  }

  readDetails(): Promise<never> {
    throw new Error('A history reads no latency.');
  }

  async serverTime(): Promise<ServerTime> {
    return { seconds: NOW, query: { text: 'time()', durationMs: 1 } };
  }

  async retentionSeconds(): Promise<number> {
    return 86_400;
  }

  async knownNamespaces(): Promise<readonly string[]> {
    return [NS];
  }
}

const party = (app: string, version = 'v1'): Party => ({
  namespace: NS,
  workload: `${app}-${version}`,
  app,
  version,
});
const web = party('web');

function call(
  reporter: Reporter,
  source: Party,
  destination: Party,
  perSecond: number,
  more: Partial<TrafficSample> = {},
) {
  const name = destination.app ?? 'reviews';
  const sample: TrafficSample = {
    reporter,
    source,
    service: { host: `${name}.${NS}.svc.cluster.local`, name, namespace: NS },
    destination,
    protocol: 'http',
    measure: 'requests',
    code: '200',
    security: 'unknown',
    perSecond,
    ...more,
  };
  return sample;
}

const passthrough = { host: 'PassthroughCluster', name: 'PassthroughCluster' };
const samples: TrafficSample[] = [
  call('source', web, party('reviews', 'v1'), 6),
  call('destination', web, party('reviews', 'v1'), 6),
  call('source', web, party('reviews', 'v2'), 3),
  call('source', web, party('reviews', 'v2'), 1, { code: '500' }),
  call('source', web, {}, 2, { code: '503', flags: 'UH' }),
  call('source', web, {}, 5, { service: passthrough }),
  call('source', web, {}, 4, { service: { host: 'api.example.com', name: 'api.example.com' } }),
  call('source', web, {}, 7, { service: {}, code: '404', flags: 'NR' }),
  call('destination', {}, web, 8, { security: 'plaintext' }),
  call('source', party('reviews', 'v1'), party('ratings'), 6),
  call('source', party('reviews', 'v2'), party('ratings'), 3, { protocol: 'grpc', code: '0' }),
  call('source', party('reviews', 'v2'), party('db'), 900, { protocol: 'tcp', measure: 'tcpSent' }),
  call('source', party('reviews', 'v2'), party('db'), 100, { protocol: 'tcp', measure: 'tcpReceived' }),
];

const deployment = (app: string, version: string) => ({
  metadata: { name: `${app}-${version}`, namespace: NS },
  spec: { replicas: 1, template: { metadata: { labels: { app, version } } } },
});
const service = (name: string) => ({ metadata: { name, namespace: NS }, spec: { selector: { app: name } } });

/** A cluster that holds the workloads and services of the samples. */
const cluster: ClusterPort = {
  objects(kind: ResourceKind) {
    if (kind === 'deployments') {
      return [
        ['web', 'v1'] as const,
        ['reviews', 'v1'] as const,
        ['reviews', 'v2'] as const,
        ['ratings', 'v1'] as const,
        ['db', 'v1'] as const,
      ].map(([app, version]) => deployment(app, version));
    }
    return kind === 'services' ? ['web', 'reviews', 'ratings', 'db'].map(service) : [];
  },
  status() {
    const ok: KindStatus = { state: 'ok', sinceMs: 0, count: 1, problems: [] };
    return {
      state: 'ok',
      sinceMs: 0,
      kinds: new Map([['deployments', ok] as const, ['services', ok] as const]),
    };
  },
  changes: () => [],
  onChange: () => () => undefined,
  stop: async () => undefined,
};

async function historyOf(telemetry: TelemetryPort | undefined, query: Record<string, string>) {
  const request = parseHistoryRequest(new URLSearchParams(query));
  if (!request.ok) throw new Error(request.problem.code);
  const nowSeconds = () => NOW + 5;
  const ports = { cluster, ledger: new SourceLedger(nowSeconds), nowSeconds };
  const answer = await getHistory(
    { ...ports, ...(telemetry === undefined ? {} : { telemetry }) },
    request.value,
  );
  if (!answer.ok) return answer.problem;
  expect(historyAnswerSchema.parse(JSON.parse(JSON.stringify(answer.value)))).toEqual(answer.value);
  return answer.value;
}

async function linesOf(telemetry: TelemetryPort, query: Record<string, string>) {
  const answer = await historyOf(telemetry, query);
  if (!('series' in answer)) throw new Error(answer.code);
  return Object.fromEntries(answer.series.map(({ name, values }) => [name, values]));
}

const graphOf = (options: Omit<GraphOptions, 'idle'>) =>
  buildGraph({ traffic: samples, histograms: [], sums: [] }, { ...options, idle: false });

const DETAILS = (['versionedApp', 'app', 'workload', 'service'] as const).flatMap((level) =>
  [true, false].map((serviceNodes) => ({ level, serviceNodes })),
);

describe('the history of an arrow', () => {
  it.each(DETAILS)(
    'ends at the rate that the graph shows: $level, service nodes $serviceNodes',
    async (detail) => {
      const { edges } = graphOf(detail);
      expect(edges.length).toBeGreaterThan(5);
      for (const edge of edges) {
        const lines = await linesOf(new SteadyTelemetry(samples), {
          edge: edge.id,
          level: detail.level,
          serviceNodes: String(detail.serviceNodes),
        });
        expect([edge.id, lines['rate']?.at(-1)]).toEqual([edge.id, edge.rate]);
        if (edge.protocol !== 'tcp')
          expect([edge.id, lines['errorRate']?.at(-1)]).toEqual([edge.id, edge.errorRate]);
      }
    },
  );

  it('adds up the workloads behind a service', async () => {
    const telemetry = new SteadyTelemetry(samples);
    const { edges } = graphOf({ level: 'service', serviceNodes: false });
    const edge = edges.find(({ id }) => id.includes('|reviews|') && id.endsWith('grpc'))!;
    await linesOf(telemetry, { edge: edge.id, level: 'service' });
    const asked = telemetry.requests.map(({ calls }) => calls.source?.workload);
    expect(new Set(asked)).toEqual(new Set(['reviews-v1', 'reviews-v2']));
  });
});

describe('the history of a node', () => {
  it('is what comes in, as the client sees it', async () => {
    const node = graphOf({ level: 'app', serviceNodes: false }).nodes.find(({ app }) => app === 'reviews')!;
    const lines = await linesOf(new SteadyTelemetry(samples), { node: node.id, level: 'app' });
    expect([lines['rate']?.at(-1), lines['errorRate']?.at(-1)]).toEqual([10, 1]);
  });

  it('is in bytes where nobody asks it anything', async () => {
    const node = graphOf({ level: 'app', serviceNodes: false }).nodes.find(({ app }) => app === 'db')!;
    const answer = await historyOf(new SteadyTelemetry(samples), { node: node.id, level: 'app' });
    if (!('series' in answer)) throw new Error(answer.code);
    expect([answer.unit, answer.series.map(({ values }) => values.at(-1))]).toEqual(['bytes', [1000]]);
  });
});

describe('reporters', () => {
  const both = (...reporters: Reporter[]) =>
    new SteadyTelemetry(reporters.map((reporter, i) => call(reporter, web, party('reviews'), 10 + i)));
  const edge = graphOf({ level: 'workload', serviceNodes: false }).edges.find(({ target }) =>
    target.includes('reviews-v1'),
  )!;

  it.each<[Reporter[], number]>([
    [['destination', 'waypoint', 'source'], 12],
    [['destination', 'waypoint'], 11],
    [['destination'], 10],
  ])('%j give %i in one question', async (reporters, rate) => {
    const telemetry = both(...reporters);
    const lines = await linesOf(telemetry, { edge: edge.id, level: 'workload' });
    expect(lines['rate']?.at(-1)).toBe(rate);
    expect(telemetry.requests).toHaveLength(1);
  });

  it('are chosen caller by caller: those without a proxy are counted beside those with one', async () => {
    const callee = party('reviews');
    const telemetry = new SteadyTelemetry([
      call('source', web, callee, 10),
      call('destination', web, callee, 11),
      call('destination', {}, callee, 5, { security: 'plaintext' }),
    ]);
    const node = 'workload||bookinfo|||reviews-v1|';
    const lines = await linesOf(telemetry, { node, level: 'workload' });
    expect(lines['rate']?.at(-1)).toBe(15);
  });
});

describe('an answer', () => {
  const edge = graphOf({ level: 'workload', serviceNodes: false }).edges.find(({ target }) =>
    target.includes('reviews-v1'),
  )!;

  it('has a value for every instant of the window', async () => {
    const answer = await historyOf(new SteadyTelemetry(samples), {
      edge: edge.id,
      level: 'workload',
      window: '1h',
    });
    expect(answer).toMatchObject({ at: NOW, windowSeconds: 3600, stepSeconds: 60, unit: 'requests' });
    if (!('series' in answer)) throw new Error('There is no answer.');
    expect(answer.timestamps).toHaveLength(61);
    expect([answer.timestamps[0], answer.timestamps.at(-1)]).toEqual([NOW - 3600, NOW]);
    for (const { values } of answer.series) expect(values).toHaveLength(61);
  });

  it('is not known where nothing was counted, errors included', async () => {
    const lines = await linesOf(new SteadyTelemetry([]), { edge: edge.id, level: 'workload' });
    expect(new Set([...lines['rate']!, ...lines['errorRate']!])).toEqual(new Set([null]));
  });

  it('counts no errors as zero where requests were counted', async () => {
    const lines = await linesOf(new SteadyTelemetry(samples), { edge: edge.id, level: 'workload' });
    expect(new Set(lines['errorRate'])).toEqual(new Set([0]));
  });

  it('speaks of bytes for TCP', async () => {
    const tcp = graphOf({ level: 'workload', serviceNodes: false }).edges.find(
      ({ protocol }) => protocol === 'tcp',
    )!;
    const answer = await historyOf(new SteadyTelemetry(samples), { edge: tcp.id, level: 'workload' });
    expect(answer).toMatchObject({ unit: 'bytes', series: [{ name: 'rate' }] });
  });

  it('of a folded box is all that those inside receive', async () => {
    const ratesInto = async (box: Box) => {
      const lines = await linesOf(new SteadyTelemetry(samples), { node: nodeId(groupIdentity(box)) });
      return new Set(lines['rate']);
    };
    expect(await ratesInto({ kind: 'app', cluster: undefined, namespace: NS, app: 'reviews' })).toEqual(
      new Set([10]),
    );
    // 10 to reviews, 8 to web, 6 + 3 to ratings.
    expect(await ratesInto({ kind: 'namespace', cluster: undefined, namespace: NS })).toEqual(new Set([27]));
  });

  it('is a problem where the id names nothing', async () => {
    const telemetry = new SteadyTelemetry(samples);
    expect(await historyOf(telemetry, { edge: 'nonsense' })).toMatchObject({
      code: 'invalid-part',
      field: 'edge',
    });
    expect(await historyOf(telemetry, { node: 'app||||%zz||' })).toMatchObject({
      code: 'invalid-part',
      field: 'node',
    });
    expect(telemetry.requests).toEqual([]);
  });

  it('is empty and says why where Prometheus is not configured', async () => {
    const answer = await historyOf(undefined, { edge: edge.id });
    expect(answer).toMatchObject({ at: NOW + 5, sources: { prometheus: { status: 'notConfigured' } } });
  });
});
