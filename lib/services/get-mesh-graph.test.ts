import { describe, expect, it } from 'vitest';
import { graphAnswerSchema } from '@/lib/contracts/graph';
import { parseGraphRequest } from '@/lib/contracts/graph-request';
import type { HealthRules } from '@/lib/core/health/health-rules';
import { readRateAnnotation } from '@/lib/core/health/rate-annotation';
import { RESOURCE_KINDS, type ResourceKind } from '@/lib/core/kubernetes/resource-kinds';
import type { IstioLabel } from '@/lib/core/telemetry/istio-names';
import type { LatencyHistogram, TrafficSample } from '@/lib/core/telemetry/traffic-sample';
import { getMeshGraph } from './get-mesh-graph';
import type { MeshPorts } from './mesh-ports';
import type {
  ClusterPort,
  KindStatus,
  DetailReading,
  ServerTime,
  SyncState,
  TelemetryPort,
  TrafficReading,
} from './ports';
import { SourceLedger } from './source-ledger';
import type { UpstreamFailure, UpstreamFailureKind } from './upstream-failure';

const NOW = 1_767_225_600;

class UpstreamError extends Error implements UpstreamFailure {
  override readonly name = 'UpstreamError';
  readonly source = 'prometheus';
  readonly kind: UpstreamFailureKind;
  readonly publicMessage = 'Prometheus cannot be reached.';

  constructor(kind: UpstreamFailureKind = 'unreachable') {
    super('10.0.0.1 refused');
    this.kind = kind;
  }
}

const call = {
  reporter: 'source',
  source: { namespace: 'bookinfo', workload: 'productpage-v1', app: 'productpage', version: 'v1' },
  service: { host: 'reviews.bookinfo.svc.cluster.local', name: 'reviews', namespace: 'bookinfo' },
  destination: { namespace: 'bookinfo', workload: 'reviews-v1', app: 'reviews', version: 'v1' },
  protocol: 'http',
} as const;
const traffic: TrafficSample[] = [
  { ...call, measure: 'requests', code: '200', security: 'unknown', perSecond: 10 },
];
const histograms: LatencyHistogram[] = [
  {
    ...call,
    boundsMs: [10, Infinity],
    atOrBelow: [10, 10],
  },
];

/** A metrics source over what it is given. A function in place of data may throw. */
class MemoryTelemetry implements TelemetryPort {
  samples: readonly TrafficSample[] = traffic;
  absentLabels: readonly IstioLabel[] = [];
  latency: () => readonly LatencyHistogram[] = () => histograms;
  clock = (): number => NOW;
  retention: () => number | undefined = () => 86_400;
  namespaces = (): string[] => ['bookinfo'];
  fail: (() => never) | undefined;
  readonly asked: string[] = [];

  readTraffic(): Promise<TrafficReading> {
    return this.#answer('traffic', () => ({
      samples: this.samples,
      absentLabels: this.absentLabels,
      ...told('sum(traffic)'),
    }));
  }

  readDetails(): Promise<DetailReading> {
    return this.#answer('latency', () => ({
      histograms: this.latency(),
      countedOnly: 0,
      sums: [],
      ...told('sum(latency)'),
    }));
  }

  readHistory(): Promise<never> {
    throw new Error('A graph asks for no history.');
  }

  serverTime(): Promise<ServerTime> {
    return this.#answer('time', () => ({ seconds: this.clock(), query: { text: 'time()', durationMs: 1 } }));
  }

  retentionSeconds(): Promise<number | undefined> {
    return this.#answer('retention', () => this.retention());
  }

  knownNamespaces(): Promise<readonly string[]> {
    return this.#answer('namespaces', () => this.namespaces());
  }

  async #answer<T>(what: string, read: () => T): Promise<T> {
    this.asked.push(what);
    this.fail?.();
    return read();
  }
}

function told(text: string) {
  return { queries: [{ text, durationMs: 1 }], warnings: [], skipped: [] };
}

class MemoryCluster implements ClusterPort {
  readonly #objects: Partial<Record<ResourceKind, readonly object[]>>;
  readonly #states: Partial<Record<ResourceKind, SyncState>>;

  constructor(
    objects: Partial<Record<ResourceKind, readonly object[]>>,
    states: Partial<Record<ResourceKind, SyncState>> = {},
  ) {
    this.#objects = objects;
    this.#states = states;
  }

  objects(kind: ResourceKind): readonly object[] {
    return this.#objects[kind] ?? [];
  }

  status() {
    const known = Object.keys({ ...this.#objects, ...this.#states }) as ResourceKind[];
    const kinds = new Map(
      known.map((kind): [ResourceKind, KindStatus] => {
        const state = this.#states[kind] ?? 'ok';
        return [kind, { state, sinceMs: 0, count: this.objects(kind).length, problems: [] }];
      }),
    );
    return { state: 'ok' as const, sinceMs: 0, kinds };
  }

  changes(): [] {
    return [];
  }

  onChange(): () => void {
    return () => undefined;
  }

  async stop(): Promise<void> {}
}

const named = (name: string, more: object = {}) => ({ metadata: { name, namespace: 'bookinfo' }, ...more });
const deployment = (app: string, version: string, available = 1) =>
  named(`${app}-${version}`, {
    spec: { replicas: 1, selector: {}, template: { metadata: { labels: { app, version } } } },
    status: { replicas: 1, readyReplicas: available, availableReplicas: available },
  });
const objects = {
  namespaces: [{ metadata: { name: 'bookinfo', labels: { 'istio-injection': 'enabled' } } }],
  deployments: [deployment('reviews', 'v1'), deployment('reviews', 'v2')],
  services: [named('reviews', { spec: { selector: { app: 'reviews' } } })],
  virtualServices: [
    named('reviews', {
      spec: { hosts: ['reviews'], http: [{ route: [{ destination: { host: 'reviews' } }] }] },
    }),
  ],
};

function portsOf(telemetry?: TelemetryPort, cluster?: ClusterPort): MeshPorts {
  const nowSeconds = () => NOW + 5;
  return {
    ledger: new SourceLedger(nowSeconds),
    nowSeconds,
    ...(telemetry === undefined ? {} : { telemetry }),
    ...(cluster === undefined ? {} : { cluster }),
  };
}

async function ask(ports: MeshPorts, query = '') {
  const request = parseGraphRequest(new URLSearchParams(query));
  if (!request.ok) throw new Error(request.problem.code);
  return getMeshGraph(ports, request.value);
}

async function graphOf(ports: MeshPorts, query = '') {
  const answer = await ask(ports, query);
  if (!answer.ok) throw new Error(answer.problem.code);
  // Whatever happens, the answer is one that the browser accepts.
  expect(graphAnswerSchema.parse(JSON.parse(JSON.stringify(answer.value)))).toEqual(answer.value);
  return answer.value;
}

async function problemOf(ports: MeshPorts, query: string): Promise<string> {
  const answer = await ask(ports, query);
  return answer.ok ? 'ok' : `${answer.problem.code} ${answer.problem.field}`;
}

describe('a graph with both sources', () => {
  it('joins what is observed with what is declared, at the time of Prometheus', async () => {
    const graph = await graphOf(portsOf(new MemoryTelemetry(), new MemoryCluster(objects)));
    expect(graph).toMatchObject({ at: NOW, window: '5m', windowSeconds: 300, namespaces: ['bookinfo'] });
    expect(graph.sources).toMatchObject({
      prometheus: { status: 'ok' },
      kubernetes: { status: 'ok' },
      tracing: { status: 'notConfigured' },
    });
    expect(graph.warnings).toEqual([]);
    expect(graph.queries.map(({ purpose, text }) => [purpose, text])).toEqual([
      ['clock', 'time()'],
      ['traffic', 'sum(traffic)'],
      ['latency', 'sum(latency)'],
    ]);
    const reviews = graph.nodes.find(({ app }) => app === 'reviews');
    expect(reviews?.config).toEqual([expect.objectContaining({ name: 'reviews', summary: 'reviews 100 %' })]);
    expect(graph.edges[0]?.latencyMs?.p95).toBe(9.5);
  });

  it.each(['versionedApp', 'app', 'workload', 'service'])(
    'is understood by the browser at level %s',
    async (level) => {
      const ports = portsOf(new MemoryTelemetry(), new MemoryCluster(objects));
      const graph = await graphOf(ports, `level=${level}&idle=true&serviceNodes=true`);
      expect(graph.nodes.length).toBeGreaterThan(1);
      expect(graph.serviceNodes).toBe(true);
    },
  );

  it('warns of a window that is longer than samples are kept', async () => {
    const graph = await graphOf(portsOf(new MemoryTelemetry()), 'window=2d');
    expect(graph.warnings.map(({ code }) => code)).toEqual(['window-exceeds-retention']);
  });

  it('warns when Prometheus knows no mesh at all, and not when the mesh is merely quiet', async () => {
    const telemetry = new MemoryTelemetry();
    telemetry.samples = [];
    expect((await graphOf(portsOf(telemetry))).warnings).toEqual([]);
    telemetry.namespaces = () => [];
    expect((await graphOf(portsOf(telemetry))).warnings.map(({ code }) => code)).toEqual([
      'no-istio-metrics',
    ]);
  });
});

describe('a source that fails', () => {
  it('takes away the graph but not the answer when it is Prometheus', async () => {
    const telemetry = new MemoryTelemetry();
    telemetry.fail = () => {
      throw new UpstreamError();
    };
    const graph = await graphOf(portsOf(telemetry, new MemoryCluster(objects)), 'idle=true');
    expect(graph).toMatchObject({ nodes: [], edges: [], at: NOW + 5, namespaces: ['bookinfo'] });
    expect(graph.sources).toMatchObject({
      prometheus: { status: 'unavailable', reason: 'Prometheus cannot be reached.', since: NOW + 5 },
      kubernetes: { status: 'ok' },
    });
    expect(JSON.stringify(graph)).not.toContain('10.0.0.1');
  });

  it('is told apart from one that refuses us', async () => {
    const telemetry = new MemoryTelemetry();
    telemetry.fail = () => {
      throw new UpstreamError('unauthorized');
    };
    expect((await graphOf(portsOf(telemetry))).sources.prometheus.status).toBe('forbidden');
  });

  it('takes away latencies only, with a warning, when only these fail (R12)', async () => {
    const telemetry = new MemoryTelemetry();
    telemetry.latency = () => {
      throw new UpstreamError('timeout');
    };
    const graph = await graphOf(portsOf(telemetry));
    expect(graph.sources.prometheus.status).toBe('ok');
    expect(graph.warnings).toEqual([
      {
        code: 'latency-unknown',
        message: 'Latencies and throughput are unknown: Prometheus cannot be reached.',
      },
    ]);
    expect(graph.edges).toEqual([expect.objectContaining({ rate: 10 })]);
    expect(graph.edges[0]?.latencyMs).toBeUndefined();
  });

  it('does not matter where it only tells how long samples are kept', async () => {
    const telemetry = new MemoryTelemetry();
    telemetry.retention = () => {
      throw new UpstreamError('notFound');
    };
    expect(await graphOf(portsOf(telemetry), 'window=30d')).toMatchObject({
      warnings: [],
      edges: [{ rate: 10 }],
    });
  });

  it('is no answer when nobody waits for it any more', async () => {
    const telemetry = new MemoryTelemetry();
    telemetry.fail = () => {
      throw new UpstreamError('canceled');
    };
    await expect(ask(portsOf(telemetry))).rejects.toMatchObject({ kind: 'canceled' });
  });

  it('does not hide a defect of ours', async () => {
    const telemetry = new MemoryTelemetry();
    telemetry.latency = () => {
      throw new TypeError('undefined is not a function');
    };
    await expect(ask(portsOf(telemetry))).rejects.toThrow(TypeError);
  });

  it('is not needed: without Prometheus and Kubernetes the answer says so', async () => {
    const graph = await graphOf(portsOf());
    expect(graph).toMatchObject({ nodes: [], edges: [], namespaces: [] });
    expect(graph.sources).toMatchObject({
      prometheus: { status: 'notConfigured' },
      kubernetes: { status: 'notConfigured' },
    });
  });

  it('leaves configuration unknown, not empty, when it is the cluster', async () => {
    const states = {
      deployments: 'forbidden',
      services: 'unavailable',
      virtualServices: 'notInstalled',
    } as const;
    const graph = await graphOf(
      portsOf(new MemoryTelemetry(), new MemoryCluster(objects, states)),
      'idle=true',
    );
    expect(graph.nodes).toHaveLength(2);
    for (const node of graph.nodes) expect(node.config).toBeUndefined();
  });
});

describe('an instant', () => {
  it.each([
    [`at=${NOW - 86_399}`, 'ok'],
    [`at=${NOW + 59}`, 'ok'],
    [`at=${NOW + 61}`, 'time-in-future at'],
  ])('%s is answered with %s', async (query, expected) => {
    expect(await problemOf(portsOf(new MemoryTelemetry()), query)).toBe(expected);
  });

  it('may be any past one where nobody tells how long samples are kept', async () => {
    const telemetry = new MemoryTelemetry();
    telemetry.retention = () => undefined;
    expect(await problemOf(portsOf(telemetry), 'at=1')).toBe('ok');
  });
});

describe('namespaces', () => {
  it('that neither the cluster nor the metrics know are a problem', async () => {
    const ports = portsOf(new MemoryTelemetry(), new MemoryCluster(objects));
    expect(await problemOf(ports, 'namespaces=bookinfo,ghost')).toBe('namespace-not-found namespaces');
  });

  it('that one of the two knows are none', async () => {
    const telemetry = new MemoryTelemetry();
    telemetry.namespaces = () => ['gone'];
    const ports = portsOf(telemetry, new MemoryCluster(objects));
    expect(await problemOf(ports, 'namespaces=bookinfo,gone')).toBe('ok');
  });

  it('are looked for in the metrics only when the cluster does not know them', async () => {
    const telemetry = new MemoryTelemetry();
    await graphOf(portsOf(telemetry, new MemoryCluster(objects)), 'namespaces=bookinfo');
    expect(telemetry.asked).not.toContain('namespaces');
  });

  it.each<SyncState>(['forbidden', 'unavailable', 'syncing', 'degraded'])(
    'pass while the list of the cluster is %s',
    async (state) => {
      const cluster = new MemoryCluster(objects, { namespaces: state });
      expect(await problemOf(portsOf(new MemoryTelemetry(), cluster), 'namespaces=ghost')).toBe('ok');
    },
  );

  it('pass while the metrics cannot be asked for them', async () => {
    const telemetry = new MemoryTelemetry();
    telemetry.namespaces = () => {
      throw new UpstreamError('timeout');
    };
    expect(await problemOf(portsOf(telemetry, new MemoryCluster(objects)), 'namespaces=ghost')).toBe('ok');
  });
});

describe('a malformed object', () => {
  it('is warned of and leaves everything else as it is (R17)', async () => {
    const good = await graphOf(portsOf(new MemoryTelemetry(), new MemoryCluster(objects)), 'idle=true');
    const broken = {
      ...objects,
      deployments: [...objects.deployments, named('odd', { spec: 'nothing' })],
      services: [...objects.services, { kind: 'Service' }],
      virtualServices: [
        named('strange', { spec: { hosts: 7, http: { route: [] } } }),
        ...objects.virtualServices,
      ],
    };
    const graph = await graphOf(portsOf(new MemoryTelemetry(), new MemoryCluster(broken)), 'idle=true');
    expect(new Set(graph.warnings.map(({ code }) => code))).toEqual(new Set(['malformed-object']));
    const words = graph.warnings.map(({ message }) => message).join('\n');
    expect(words).toContain('bookinfo/odd');
    expect(words).toContain('bookinfo/strange');
    expect(words).toContain('An object: metadata.name');
    expect(graph.edges).toEqual(good.edges);
    expect(graph.nodes.filter(({ workload }) => workload !== 'odd')).toEqual(good.nodes);
  });

  it('does not flood the answer where there are many', async () => {
    const services = Array.from({ length: 5000 }, (_, i) => named(`s${i}`, { spec: 'broken' }));
    const cluster = new MemoryCluster({ ...objects, services });
    const { warnings } = await graphOf(portsOf(new MemoryTelemetry(), cluster));
    expect(warnings.length).toBeLessThanOrEqual(21);
    expect(warnings.at(-1)?.message).toContain('4980');
  });
});

describe('health', () => {
  const failing: TrafficSample[] = [
    ...traffic,
    { ...call, measure: 'requests', code: '500', security: 'unknown', perSecond: 1 },
  ];
  const annotate = (object: { metadata: object }, text: string) => ({
    ...object,
    metadata: { ...object.metadata, annotations: { 'health.kiali.io/rate': text } },
  });
  const lenient = '5XX,10,20,http,.*';

  async function judge(
    more: Partial<Record<ResourceKind, readonly object[]>>,
    query = '',
    health?: HealthRules,
  ) {
    const telemetry = new MemoryTelemetry();
    telemetry.samples = failing;
    const ports = portsOf(telemetry, new MemoryCluster({ ...objects, ...more }));
    const graph = await graphOf({ ...ports, ...(health === undefined ? {} : { health }) }, query);
    const called = graph.nodes.find(({ id }) => id === graph.edges[0]?.target);
    return { status: called?.health.status, reasons: called?.health.reasons, warnings: graph.warnings };
  }

  it.each(['versionedApp', 'app', 'workload', 'service'])(
    'heeds annotations of services and workloads at level %s',
    async (level) => {
      const service = named('reviews', { spec: { selector: { app: 'reviews' } } });
      const deployments = ['v1', 'v2'].map((version) => annotate(deployment('reviews', version), lenient));
      expect((await judge({}, `level=${level}`)).status).toBe('degraded');
      expect((await judge({ services: [annotate(service, lenient)] }, `level=${level}`)).status).toBe(
        'healthy',
      );
      expect((await judge({ deployments }, `level=${level}`)).status).toBe('healthy');
    },
  );

  it('warns of an annotation that cannot be used, and judges by the rule', async () => {
    const deployments = [annotate(deployment('reviews', 'v1'), '5XX,10,http')];
    const { status, warnings } = await judge({ deployments });
    expect(status).toBe('degraded');
    expect(warnings).toEqual([
      {
        code: 'invalid-health-annotation',
        message:
          'The annotation health.kiali.io/rate on Deployment bookinfo/reviews-v1: entry 1 has 3 fields instead of 5; nothing valid is left, so the configured rule counts.',
      },
    ]);
  });

  it('heeds the configured rules', async () => {
    const strict = {
      namespace: /^bookinfo$/,
      kinds: ['app'],
      name: /^reviews$/,
      tolerances: readRateAnnotation('5XX,1,2,http,inbound').tolerances,
      origin: 'rate rule 1 in the health file',
    } as const;
    expect((await judge({}, '', { rate: [strict], latency: [] })).reasons).toEqual([
      '9.09 % of inbound HTTP requests: 5xx; exceeds the 2 % failing tolerance of rate rule 1 in the health file.',
    ]);
  });
});

describe('what the cluster declares about the ends', () => {
  const everything = {
    ...objects,
    statefulSets: [],
    daemonSets: [],
    pods: [],
    serviceEntries: [],
    workloadEntries: [],
  };
  const flagsOf = (graph: Awaited<ReturnType<typeof graphOf>>) =>
    Object.fromEntries(graph.nodes.map(({ workload = '', flags }) => [workload, flags]));

  it('is that a caller is gone which the cluster holds nothing of', async () => {
    const graph = await graphOf(portsOf(new MemoryTelemetry(), new MemoryCluster(everything)));
    expect(flagsOf(graph)).toEqual({ 'productpage-v1': ['root', 'gone'], 'reviews-v1': [] });
  });

  it('is that all is hidden where neither workloads nor pods may be read', async () => {
    const states = {
      deployments: 'forbidden',
      statefulSets: 'forbidden',
      daemonSets: 'forbidden',
      pods: 'forbidden',
    } as const;
    const graph = await graphOf(portsOf(new MemoryTelemetry(), new MemoryCluster(everything, states)));
    expect(flagsOf(graph)).toEqual({
      'productpage-v1': ['root', 'inaccessible'],
      'reviews-v1': ['inaccessible'],
    });
  });

  it('is nothing without a cluster', async () => {
    const graph = await graphOf(portsOf(new MemoryTelemetry()));
    expect(flagsOf(graph)).toEqual({ 'productpage-v1': ['root'], 'reviews-v1': [] });
  });

  it('is how old a namespace is that was asked for, at the time of the graph', async () => {
    const created = { name: 'bookinfo', creationTimestamp: new Date((NOW - 600) * 1000).toISOString() };
    const cluster = new MemoryCluster({ ...everything, namespaces: [{ metadata: created }] });
    const codes = async (query: string) =>
      (await graphOf(portsOf(new MemoryTelemetry(), cluster), query)).warnings.map(({ code }) => code);
    expect(await codes('namespaces=bookinfo&window=10m')).toEqual([]);
    expect(await codes('namespaces=bookinfo&window=11m')).toEqual(['window-exceeds-age']);
    expect(await codes(`namespaces=bookinfo&window=10m&at=${NOW - 60}`)).toEqual(['window-exceeds-age']);
    expect(await codes('window=11m')).toEqual([]);
  });

  const states: readonly SyncState[] = ['forbidden', 'unavailable', 'syncing', 'degraded', 'notInstalled'];
  it.each(RESOURCE_KINDS)('never takes the graph away, whatever befalls %s', async (kind) => {
    const whole = await graphOf(portsOf(new MemoryTelemetry(), new MemoryCluster(everything)));
    const nonsense = [null, 7, 'x', [], {}, { metadata: 5 }, named('odd', { spec: [], status: 'none' })];
    const clusters = [
      ...states.map((state) => new MemoryCluster(everything, { [kind]: state })),
      new MemoryCluster({ ...everything, [kind]: nonsense as object[] }),
    ];
    for (const cluster of clusters) {
      const graph = await graphOf(portsOf(new MemoryTelemetry(), cluster));
      expect(graph.nodes.map(({ id, traffic }) => [id, traffic])).toEqual(
        whole.nodes.map(({ id, traffic }) => [id, traffic]),
      );
      expect(graph.edges).toEqual(whole.edges);
    }
  });
});
