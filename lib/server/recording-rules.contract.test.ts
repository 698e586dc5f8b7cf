import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createPrometheusClient } from '@/lib/adapters/prometheus/client';
import { createRecordedRates, type ChosenRates } from '@/lib/adapters/prometheus/recorded-rates';
import { createTelemetry } from '@/lib/adapters/prometheus/telemetry';
import type { GraphAnswer } from '@/lib/contracts/graph';
import { parseGraphRequest } from '@/lib/contracts/graph-request';
import type { Matcher } from '@/lib/core/promql/matcher';
import { ISTIO_METRICS, ISTIO_NAMES, type IstioNames } from '@/lib/core/telemetry/istio-names';
import { parseRecordingRules, type RecordingRules } from '@/lib/core/telemetry/recording-rules';
import { SHIPPED_RULES, splitShippedRules } from '@/lib/embedded/prometheus/shipped-rules';
import { runBinary } from '@/lib/embedded/prometheus/run-binary';
import { startRecordedPrometheus, type RealPrometheus } from '@/lib/embedded/prometheus/real-prometheus';
import { getMeshGraph } from '@/lib/services/get-mesh-graph';
import { SourceLedger } from '@/lib/services/source-ledger';

// The rules that we ship, evaluated by a real Prometheus over a mesh of pods, and asked for as the product asks.

const SCRAPE_SECONDS = 15;
const PODS = 4;
const START = 1_750_000_000;
/** Not when anything is scraped or recorded. */
const AT = START + 1807;
/** Until then nobody had loaded the rules. */
const RECORDED_FROM = START + 600;
const BOUNDS = ['10', '50', '250', '1000', '+Inf'];
const WORKLOADS = ['web', 'cart', 'pay', 'stock', 'mail', 'db'];

interface PodSeries {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Growth in a second, as a mean: it swings by a twentieth of that in ten minutes. */
  readonly perSecond: number;
  readonly fromSeconds: number;
  readonly toSeconds: number;
  /** When it counts from nothing again. */
  readonly restartSeconds?: number;
  /** When it is scraped, after the full quarter of a minute. */
  readonly phaseSeconds: number;
}

function end(prefix: string, name: string): Record<string, string> {
  return {
    [`${prefix}_workload`]: name,
    [`${prefix}_workload_namespace`]: name === 'db' ? 'data' : 'shop',
    [`${prefix}_canonical_service`]: name,
    [`${prefix}_canonical_revision`]: 'v1',
    [`${prefix}_principal`]: `spiffe://cluster.local/ns/shop/sa/${name}`,
    [`${prefix}_app`]: name,
    [`${prefix}_version`]: 'v1',
  };
}

/** Every workload calls the next over HTTP, and `stock` calls `db` over TCP as well. Pods of `cart` are replaced. */
function* podSeries(): Generator<PodSeries> {
  for (const [index, from] of WORKLOADS.entries()) {
    const to = WORKLOADS[(index + 1) % WORKLOADS.length] ?? '';
    for (const reporter of ['source', 'destination']) {
      for (let pod = 0; pod < PODS; pod += 1) {
        const told = reporter === 'source' ? from : to;
        const labels = {
          ...end('source', from),
          ...end('destination', to),
          reporter,
          destination_service: `${to}.shop.svc.cluster.local`,
          destination_service_name: to,
          destination_service_namespace: 'shop',
          request_protocol: 'http',
          response_flags: '-',
          connection_security_policy: reporter === 'source' ? 'unknown' : 'mutual_tls',
          mesh_id: 'one',
        };
        yield* inTime(told, pod, (perSecond) => [
          ['istio_requests_total', { ...labels, response_code: '200' }, perSecond],
          ['istio_requests_total', { ...labels, response_code: '503', response_flags: 'UF' }, perSecond / 20],
          ['istio_request_duration_milliseconds_sum', { ...labels, response_code: '200' }, perSecond * 80],
          ['istio_request_bytes_sum', { ...labels, response_code: '200' }, perSecond * 1000],
          ['istio_response_bytes_sum', { ...labels, response_code: '200' }, perSecond * 4000],
          ...BOUNDS.map((le, bound): [string, Record<string, string>, number] => [
            'istio_request_duration_milliseconds_bucket',
            { ...labels, response_code: '200', le },
            (perSecond * (bound + 1)) / BOUNDS.length,
          ]),
          ...(from === 'stock'
            ? ['sent_bytes', 'received_bytes', 'connections_opened', 'connections_closed'].map(
                (what): [string, Record<string, string>, number] => [
                  `istio_tcp_${what}_total`,
                  { ...labels, request_protocol: 'tcp' },
                  perSecond * 100,
                ],
              )
            : []),
        ]);
      }
    }
  }
}

function* inTime(
  told: string,
  pod: number,
  counters: (perSecond: number) => [string, Record<string, string>, number][],
): Generator<PodSeries> {
  const phaseSeconds = (pod * 4 + told.length) % SCRAPE_SECONDS;
  const lives =
    told === 'cart'
      ? [
          { name: `${told}-${pod}-old`, fromSeconds: START, toSeconds: START + 1650 + 20 * pod },
          { name: `${told}-${pod}-new`, fromSeconds: START + 1650 + 20 * pod, toSeconds: AT },
        ]
      : [{ name: `${told}-${pod}`, fromSeconds: START, toSeconds: AT }];
  for (const { name, ...life } of lives) {
    for (const [metric, labels, perSecond] of counters(10 + pod)) {
      yield {
        metric,
        labels: { ...labels, pod: name, instance: `${name}:15020`, job: 'kubernetes-pods' },
        perSecond,
        phaseSeconds,
        ...life,
        ...(told === 'pay' && pod === 1 ? { restartSeconds: START + 1700 } : {}),
      };
    }
  }
}

/** What was counted since the beginning: a mean that swings by a twentieth. */
function grownAt(seconds: number, perSecond: number): number {
  const turns = (2 * Math.PI) / 600;
  const passed = seconds - START;
  return perSecond * (passed + (0.05 * (1 - Math.cos(turns * passed))) / turns);
}

async function* writeSamples(): AsyncGenerator<string> {
  const all = [...podSeries()];
  for (const metric of new Set(all.map((one) => one.metric))) {
    yield `# TYPE ${metric} unknown\n`;
    for (const one of all) {
      if (one.metric !== metric) continue;
      const printed = Object.entries(one.labels).map(([name, value]) => `${name}="${value}"`);
      let text = '';
      for (let at = START + one.phaseSeconds; at <= one.toSeconds; at += SCRAPE_SECONDS) {
        if (at < one.fromSeconds) continue;
        const restarted = one.restartSeconds !== undefined && at >= one.restartSeconds;
        const zero = restarted ? (one.restartSeconds ?? 0) : one.fromSeconds;
        // Old pods have counted for long, so that their first sample bends nothing.
        const before = zero === START ? 1e6 : 0;
        const value = before + grownAt(at, one.perSecond) - grownAt(zero, one.perSecond);
        text += `${metric}{${printed.join(',')}} ${value} ${at}\n`;
      }
      yield text;
    }
  }
  yield* writeFaulty();
  yield '# EOF\n';
}

/** What other rules recorded, none of which is to be trusted. */
function* writeFaulty(): Generator<string> {
  const place = 'source_workload_namespace="shop",destination_workload_namespace="shop"';
  const series = function* (head: string, times: readonly number[], value: (at: number) => number) {
    for (const at of times) yield `${head} ${value(at)} ${at}\n`;
  };
  const every = (seconds: number, from = RECORDED_FROM): number[] =>
    Array.from({ length: Math.floor((AT - from) / seconds) + 1 }, (_none, i) => from + i * seconds);
  const all = every(30);
  const evaluated: Record<string, readonly (readonly number[])[]> = {
    sparse: [all],
    unequal: [all, every(30, AT - 120)],
    missing: [all, all.filter((_at, i) => i % 4 !== 0)],
    gaps: [all.filter((at) => at < AT - 200 || at > AT - 60)],
  };
  for (const [prefix, servers] of Object.entries(evaluated)) {
    yield `# TYPE ${prefix}:telltale_evaluated_seconds:rate1m unknown\n`;
    for (const [server, times] of servers.entries()) {
      const labels = `records="istio_requests",server="${server}"`;
      yield* series(`${prefix}:telltale_evaluated_seconds:rate1m{${labels}}`, times, (at) => at);
    }
  }
  yield '# TYPE sparse:istio_requests:rate1m unknown\n';
  yield* series(`sparse:istio_requests:rate1m{${place}}`, every(60), () => 1);
  yield '# TYPE more_requests_total unknown\n';
  yield* series('more_requests_total{source_workload_namespace="moon"}', every(15), (at) => at);
}

let prometheus: RealPrometheus;

beforeAll(async () => {
  prometheus = await startRecordedPrometheus(writeSamples(), splitShippedRules(), {
    fromSeconds: RECORDED_FROM,
    toSeconds: AT,
  });
});
afterAll(() => prometheus?.close());

function rulesNamed(text: string): RecordingRules {
  const rules = parseRecordingRules(text);
  if (!rules.ok || rules.value === undefined) throw new Error('not names of rules');
  return rules.value;
}

const JOB: Matcher = { name: 'job', op: '=', value: 'kubernetes-pods' };
/** As if the proxies counted elsewhere, where there is one namespace more. */
const MORE_PLACES: IstioNames = {
  ...ISTIO_NAMES,
  metrics: { ...ISTIO_NAMES.metrics, istio_requests_total: 'more_requests_total' },
};

interface Asking {
  readonly rules?: RecordingRules;
  readonly at?: number;
  readonly scope?: readonly Matcher[];
  readonly names?: IstioNames;
}

async function graphOf(query: string, { rules, at = AT, scope = [] }: Asking = {}): Promise<GraphAnswer> {
  const request = parseGraphRequest(new URLSearchParams(`at=${at}&${query}`));
  if (!request.ok) throw new Error(request.problem.message);
  const client = createPrometheusClient({ url: prometheus.url, scope });
  const nowSeconds = () => AT;
  const recorded = rules && createRecordedRates(client, rules, ISTIO_NAMES);
  try {
    const telemetry = createTelemetry(client, ISTIO_NAMES, recorded);
    const graph = await getMeshGraph(
      { telemetry, ledger: new SourceLedger(nowSeconds), nowSeconds },
      request.value,
    );
    if (!graph.ok) throw new Error(graph.problem.message);
    return graph.value;
  } finally {
    client.close();
  }
}

async function choose(
  windowSeconds: number,
  { rules = rulesNamed('auto'), at = AT, scope = [], names = ISTIO_NAMES }: Asking = {},
): Promise<ChosenRates> {
  const client = createPrometheusClient({ url: prometheus.url, scope });
  try {
    return await createRecordedRates(client, rules, names).choose({ windowSeconds, atSeconds: at });
  } finally {
    client.close();
  }
}

/** How far two numbers are apart, as a part of the second. */
function apart(one = 0, other = 0): number {
  return one === other ? 0 : Math.abs(one - other) / Math.max(Math.abs(other), 1e-9);
}

/** How many samples Prometheus reads for what was asked of traffic and latencies. */
async function samplesRead({ queries, at }: GraphAnswer): Promise<number> {
  const asked = queries.filter(({ purpose }) => purpose !== 'clock');
  const read = await Promise.all(
    asked.map(async ({ text }) => {
      const body = new URLSearchParams({ query: text, time: String(at), stats: 'all' });
      const answer: unknown = await (
        await fetch(`${prometheus.url}/api/v1/query`, { method: 'POST', body })
      ).json();
      return statsSchema.parse(answer).data.stats.samples.totalQueryableSamples;
    }),
  );
  return read.reduce((sum, one) => sum + one, 0);
}

const statsSchema = z.object({
  data: z.object({ stats: z.object({ samples: z.object({ totalQueryableSamples: z.number() }) }) }),
});

describe('the rules that we ship', () => {
  it('are accepted by promtool', async () => {
    const said = await runBinary('promtool', ['check', 'rules', SHIPPED_RULES]);
    expect(said).toContain('SUCCESS: 24 rules found');
  });

  it('give what was worked out by hand, through a restart and a new pod (R11)', async () => {
    const said = await runBinary('promtool', [
      'test',
      'rules',
      path.join(path.dirname(SHIPPED_RULES), 'telltale-rules.test.yaml'),
    ]);
    expect(said).toContain('SUCCESS');
  });
});

describe('a graph from recorded rates', () => {
  // Groups are evaluated at moments of their own, up to 30 s ago. Rates swing, and proxies restart and are replaced: where they do, rates of different windows lose different parts.
  it.each([
    ['window=1m', { steady: 0.03, unsteady: 0.06 }],
    ['window=5m', { steady: 0.02, unsteady: 0.06 }],
    ['window=10m', { steady: 0.01, unsteady: 0.03 }],
    ['window=5m&namespaces=data', { steady: 0.02, unsteady: 0.06 }],
  ])('of %s is the graph of the proxies, within %o', async (query, tolerance) => {
    const [plain, recorded] = await Promise.all([
      graphOf(query),
      graphOf(query, { rules: rulesNamed('auto') }),
    ]);
    expect(plain.queries.some((one) => one.recorded)).toBe(false);
    const asked = recorded.queries.filter(({ text }) => text.includes('workload:'));
    expect(asked.length).toBeGreaterThanOrEqual(3);
    expect(asked.every((one) => one.recorded)).toBe(true);
    expect(recorded.queries.filter(({ text }) => /rate\(istio_request/.test(text))).toEqual([]);
    expect(recorded.nodes.map(({ id }) => id)).toEqual(plain.nodes.map(({ id }) => id));
    expect(recorded.edges.map(({ id }) => id)).toEqual(plain.edges.map(({ id }) => id));
    expect(plain.edges.length).toBeGreaterThanOrEqual(query.includes('data') ? 2 : 7);
    for (const [i, edge] of recorded.edges.entries()) {
      const twin = plain.edges[i];
      expect(edge.rate).toBeGreaterThan(0);
      const pairs = {
        rate: apart(edge.rate, twin?.rate),
        mutual: apart(edge.mtls.mutual, twin?.mtls.mutual),
        average: apart(edge.latencyMs?.avg, twin?.latencyMs?.avg),
        p95: apart(edge.latencyMs?.p95, twin?.latencyMs?.p95),
        p50: apart(edge.latencyMs?.p50, twin?.latencyMs?.p50),
      };
      for (const [what, far] of Object.entries(pairs))
        expect(far, `${what} of ${edge.id}`).toBeLessThan(
          /cart|pay/.test(edge.id) ? tolerance.unsteady : tolerance.steady,
        );
    }
  });

  it('reads far fewer samples for it', async () => {
    const [plain, recorded] = await Promise.all([
      graphOf('window=10m'),
      graphOf('window=10m', { rules: rulesNamed('auto') }),
    ]);
    const [before, after] = [await samplesRead(plain), await samplesRead(recorded)];
    expect(after).toBeGreaterThan(0);
    expect(before / after).toBeGreaterThan(4);
  });
});

describe('what the proxies report is read', () => {
  /** Why recorded requests are not. */
  async function faultOf(asking: Asking & { windowSeconds?: number } = {}): Promise<string | undefined> {
    const chosen = await choose(asking.windowSeconds ?? 300, asking);
    return chosen.spanSeconds.has('istio_requests_total')
      ? undefined
      : chosen.faults.get('istio_requests_total');
  }

  it('of windows for which the rules are too young, and the graph is whole', async () => {
    expect(await faultOf({ windowSeconds: 1500 })).toBe('tooYoung');
    const [graph, plain] = [
      await graphOf('window=25m', { rules: rulesNamed('auto') }),
      await graphOf('window=25m'),
    ];
    expect(graph.queries.some((one) => one.recorded)).toBe(false);
    expect(graph.edges).toEqual(plain.edges);
  });

  it.each<[string, Asking & { windowSeconds?: number }, string]>([
    ['where nothing is recorded by that name', { rules: rulesNamed('team:*:rate1m') }, 'absent'],
    ['of times before the rules', { at: RECORDED_FROM - 60 }, 'absent'],
    ['once the rules are evaluated no more', { at: AT + 90 }, 'stale'],
    ['of windows shorter than one rate looks back', { windowSeconds: 30 }, 'shortWindow'],
    ['where the scope asks for a label that is added up', { scope: [JOB] }, 'scope'],
    ['where a namespace is not recorded', { names: MORE_PLACES }, 'incomplete'],
    ['where most series have a rate now and then only', { rules: rulesNamed('sparse:*:rate1m') }, 'sparse'],
    ['where one of two servers began later', { rules: rulesNamed('unequal:*:rate1m') }, 'tooYoung'],
    ['where one of two servers misses some', { rules: rulesNamed('missing:*:rate1m') }, 'unequal'],
    ['while evaluations lack', { rules: rulesNamed('gaps:*:rate1m') }, 'gaps'],
  ])('%s', async (_when, asking, fault) => {
    expect(await faultOf(asking)).toBe(fault);
  });

  it('not where the scope asks for a label that the rules keep', async () => {
    expect(await faultOf({ scope: [{ name: 'mesh_id', op: '=', value: 'one' }] })).toBeUndefined();
  });

  it('of the metrics alone that are not recorded', async () => {
    const chosen = await choose(300);
    expect(chosen.faults).toEqual(
      new Map([
        ['istio_request_messages_total', 'absent'],
        ['istio_response_messages_total', 'absent'],
        ['istio_tcp_connections_failed_total', 'absent'],
      ]),
    );
    expect(chosen.spanSeconds.size).toBe(ISTIO_METRICS.length - 3);
  });
});
