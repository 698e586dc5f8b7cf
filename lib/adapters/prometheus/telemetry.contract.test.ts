import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printDuration } from '@/lib/core/promql/expression';
import { DEFAULT_RATES } from '@/lib/core/graph/mesh-graph';
import type { PromqlExpression } from '@/lib/core/promql/promql-expression';
import { quoteRegex, quoteString } from '@/lib/core/promql/quote';
import type { TrafficSample } from '@/lib/core/telemetry/traffic-sample';
import type { TelemetryPort } from '@/lib/services/ports';
import { createPrometheusClient, type PrometheusClient } from './client';
import { createTelemetry } from './telemetry';
import { startRealPrometheus, type RealPrometheus } from '@/lib/embedded/prometheus/real-prometheus';

const END = 1_700_000_400;
const START = END - 390;

interface Flow {
  readonly metric: string;
  readonly labels: Record<string, string>;
  /** Growth per 10 s. */
  readonly growth: number;
}

function call(
  reporter: string,
  from: string,
  to: string,
  more: Record<string, string> = {},
): Record<string, string> {
  return {
    mesh_id: 'm1',
    reporter,
    source_workload: `${from}-w`,
    source_workload_namespace: from,
    source_canonical_service: `${from}-w`,
    source_canonical_revision: 'v1',
    destination_workload: `${to}-w`,
    destination_workload_namespace: to,
    destination_service: `svc.${to}.svc.cluster.local`,
    destination_service_name: 'svc',
    destination_service_namespace: to,
    request_protocol: 'http',
    response_code: '200',
    response_flags: '-',
    connection_security_policy: reporter === 'source' ? 'unknown' : 'mutual_tls',
    ...more,
  };
}

const names = Array.from({ length: 120 }, (_, index) => `ns-${index}`);
const flows: Flow[] = [
  ...names.map((from, index) => ({
    metric: 'istio_requests_total',
    labels: call('source', from, names[(index + 1) % names.length] as string),
    growth: index + 1,
  })),
  {
    metric: 'istio_requests_total',
    labels: call('destination', 'ns-0', 'ns-1', { response_code: '503', response_flags: 'UF' }),
    growth: 5,
  },
  {
    metric: 'istio_requests_total',
    labels: call('destination', 'ns-0', 'ns-1', { request_protocol: 'grpc', grpc_response_status: '14' }),
    growth: 2,
  },
  {
    metric: 'istio_requests_total',
    labels: call('source', 'ns-0', 'ns-1', { mesh_id: 'other' }),
    growth: 1000,
  },
  { metric: 'istio_requests_total', labels: call('source', 'a.b|c"\\', 'ns-2'), growth: 7 },
  {
    metric: 'istio_tcp_sent_bytes_total',
    labels: call('source', 'ns-0', 'ns-1', { request_protocol: 'tcp', response_code: '' }),
    growth: 100,
  },
  {
    metric: 'istio_tcp_received_bytes_total',
    labels: call('source', 'ns-0', 'ns-1', { request_protocol: 'tcp', response_code: '' }),
    growth: 40,
  },
  { metric: 'istio_request_duration_milliseconds_sum', labels: call('source', 'ns-0', 'ns-1'), growth: 250 },
  {
    metric: 'istio_request_duration_milliseconds_bucket',
    labels: call('source', 'ns-0', 'ns-1', { le: '5' }),
    growth: 3,
  },
  {
    metric: 'istio_request_duration_milliseconds_bucket',
    labels: call('source', 'ns-0', 'ns-1', { le: '+Inf' }),
    growth: 10,
  },
];

function toOpenMetrics(): string {
  const lines: string[] = [];
  const metrics = [...new Set(flows.map(({ metric }) => metric))];
  for (const metric of metrics) {
    lines.push(`# TYPE ${metric} unknown`);
    for (const { labels, growth } of flows.filter((flow) => flow.metric === metric)) {
      const printed = Object.entries(labels)
        .filter(([, value]) => value !== '')
        .map(([name, value]) => `${name}="${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`);
      for (let at = START; at <= END; at += 10)
        lines.push(`${metric}{${printed.join(',')}} ${((at - START) / 10) * growth} ${at}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

let prometheus: RealPrometheus;
let client: PrometheusClient;
let telemetry: TelemetryPort;
const request = { windowSeconds: 60, atSeconds: END, rates: DEFAULT_RATES };

beforeAll(async () => {
  prometheus = await startRealPrometheus(`${toOpenMetrics()}# EOF\n`);
  client = createPrometheusClient({
    url: prometheus.url,
    scope: [{ name: 'mesh_id', op: '=', value: 'm1' }],
  });
  telemetry = createTelemetry(client);
});

afterAll(async () => {
  client?.close();
  await prometheus?.close();
});

function inOrder(samples: readonly TrafficSample[]): string[] {
  return samples
    .map((sample) => JSON.stringify({ ...sample, perSecond: Math.round(sample.perSecond * 1e6) / 1e6 }))
    .sort();
}

describe('against a real Prometheus', () => {
  it('reads every call of the mesh and none of another', async () => {
    const { samples, skipped, queries, warnings } = await telemetry.readTraffic(request);
    expect(samples.filter(({ measure }) => measure === 'requests')).toHaveLength(123);
    expect(queries).toHaveLength(2);
    expect({ skipped, warnings }).toEqual({ skipped: [], warnings: [] });
    const failed = samples.find(({ code }) => code === '503');
    expect(failed).toMatchObject({
      reporter: 'destination',
      source: { namespace: 'ns-0', workload: 'ns-0-w', app: 'ns-0-w', version: 'v1' },
      service: { host: 'svc.ns-1.svc.cluster.local', name: 'svc', namespace: 'ns-1' },
      flags: 'UF',
      security: 'mutual',
    });
    expect(failed?.perSecond).toBeCloseTo(0.5, 6);
    expect(samples.find(({ protocol }) => protocol === 'grpc')?.code).toBe('14');
    expect(samples.find(({ measure }) => measure === 'tcpSent')?.perSecond).toBeCloseTo(10, 6);
  });

  it('reads by namespaces exactly what filtering everything would leave, whatever their number', async () => {
    const { samples: all } = await telemetry.readTraffic(request);
    const touches = (chosen: readonly string[]) => (sample: TrafficSample) =>
      [sample.source.namespace, sample.destination.namespace, sample.service.namespace].some((name) =>
        chosen.includes(name ?? '?'),
      );
    for (const chosen of [
      ['ns-1'],
      ['ns-5', 'ns-1', 'ns-5'],
      names.slice(0, 51),
      names,
      ['a.b|c"\\'],
      ['a.b'],
      ['ns-.*'],
      [],
    ]) {
      const { samples, queries } = await telemetry.readTraffic({ ...request, namespaces: chosen });
      expect(inOrder(samples)).toEqual(inOrder(all.filter(touches(chosen))));
      expect(queries).toHaveLength(2 * Math.ceil(new Set(chosen).size / 50));
    }
  });

  it('reads latency as buckets and sums', async () => {
    const { histograms, sums } = await telemetry.readDetails({ ...request, namespaces: ['ns-0'] });
    expect(
      histograms.map(({ boundsMs, atOrBelow }) =>
        boundsMs.map((bound, i) => [bound, Math.round((atOrBelow[i] ?? 0) * 100) / 100]),
      ),
    ).toEqual([
      [
        [5, 0.3],
        [Number.POSITIVE_INFINITY, 1],
      ],
    ]);
    expect(sums[0]).toMatchObject({ measure: 'latencyMs' });
    expect(sums[0]?.perSecond).toBeCloseTo(25, 6);
  });

  it('reads the history of one edge with its outcomes', async () => {
    const { series } = await telemetry.readHistory({
      calls: {
        source: { workload: 'ns-0-w', cluster: null },
        destination: { namespace: 'ns-1' },
      },
      startSeconds: END - 60,
      endSeconds: END,
      stepSeconds: 30,
      windowSeconds: 60,
    });
    const told = series
      .filter(({ reporter }) => reporter === 'destination')
      .map(({ code, points }) => [code, ...points.map(({ perSecond }) => perSecond.toFixed(2))].join(' '));
    expect(told.sort()).toEqual(['14 0.20 0.20 0.20', '503 0.50 0.50 0.50']);
  });

  it('reads TCP history in both directions', async () => {
    const { series } = await telemetry.readHistory({
      calls: { protocol: 'tcp' },
      startSeconds: END,
      endSeconds: END,
      stepSeconds: 1,
      windowSeconds: 60,
    });
    expect(series.map(({ measure, points }) => [measure, points[0]?.perSecond.toFixed(1)])).toEqual([
      ['tcpSent', '10.0'],
      ['tcpReceived', '4.0'],
    ]);
  });

  it('knows namespaces, clock and retention', async () => {
    const known = await telemetry.knownNamespaces(START, END);
    expect(known).toEqual([...new Set([...names, 'a.b|c"\\'])].sort());
    expect(Math.abs((await telemetry.serverTime()).seconds - Date.now() / 1000)).toBeLessThan(5);
    expect(await telemetry.retentionSeconds()).toBe(100 * 365 * 86_400);
    expect((await client.buildInfo()).get('version')).toMatch(/^\d+\./);
  });
});

describe('the real parser', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc
      .array(
        fc.constantFrom(
          '"',
          '\\',
          '\n',
          '\0',
          '\uFFFD',
          '\uD800',
          '\u2028',
          '\uFEFF',
          '\u{10FFFF}',
          '{',
          '.*',
          '|',
          'é',
          '`',
          "'",
        ),
        { maxLength: 8 },
      )
      .map((parts) => parts.join('')),
  );

  function echo(index: number, value: string): string {
    // `$` starts a template in a replacement; `$$` is one dollar.
    const labelled = `label_replace(vector(1), "v", ${quoteString(value.replaceAll('$', '$$$$'))}, "", "")`;
    const matched = `label_replace(${labelled}, "hit", "yes", "v", ${quoteString(quoteRegex(value))})`;
    return `label_replace(${matched}, "i", "${index}", "", "")`;
  }

  it('reads back what was quoted, as value and as regular expression', async () => {
    const values = fc.sample(text, 4_000);
    for (let from = 0; from < values.length; from += 100) {
      const batch = values.slice(from, from + 100);
      const expression = batch.map((value, index) => echo(index, value)).join(' or ') as PromqlExpression;
      const { samples } = await client.queryInstant(expression, { atSeconds: END });
      const byIndex = new Map(samples.map(({ labels }) => [labels['i'], labels]));
      for (const [index, value] of batch.entries()) {
        const labels = byIndex.get(String(index));
        expect(labels?.['v'] ?? '').toBe(Buffer.from(value, 'utf8').toString('utf8'));
        expect(labels?.['hit']).toBe('yes');
      }
    }
  });

  it('accepts printed durations', async () => {
    for (const seconds of [0.001, 1, 1.5]) {
      const expression = `count_over_time(vector(1)[${printDuration(seconds)}:1ms])` as PromqlExpression;
      expect((await client.queryInstant(expression, { atSeconds: END })).samples).toHaveLength(1);
    }
  });
});
