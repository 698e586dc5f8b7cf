import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPrometheusClient } from '@/lib/adapters/prometheus/client';
import { createMetricsProbe } from '@/lib/adapters/prometheus/probe-metrics';
import { createTelemetry } from '@/lib/adapters/prometheus/telemetry';
import type { GraphAnswer } from '@/lib/contracts/graph';
import { parseGraphRequest } from '@/lib/contracts/graph-request';
import type { HistoryAnswer } from '@/lib/contracts/history';
import { startRealPrometheus, type RealPrometheus } from '@/lib/embedded/prometheus/real-prometheus';
import { getHistory } from '@/lib/services/get-history';
import { getMeshGraph } from '@/lib/services/get-mesh-graph';
import { SourceLedger } from '@/lib/services/source-ledger';

// Counters that begin, end and fall back to zero, as pods do that come, go and restart: told to a real Prometheus scrape
// by scrape, and asked for as the product asks.

const NOW = 1_750_000_000;
const MINUTE = 60;
const FROM = NOW - 40 * MINUTE;
const RATE = 2;
/** A pod that has been up for long when it is first seen. */
const OLD_COUNT = 5_000_000;

interface Pod {
  readonly name: string;
  /** Seconds before NOW. */
  readonly from?: number;
  readonly until?: number;
  /** What it counted when it was first scraped. */
  readonly first?: number;
  /** Seconds before NOW at which its process starts anew, from zero. */
  readonly restarts?: readonly number[];
}

/** Each callee and the pods that counted its requests, of which all pods together get RATE requests a second. */
const CALLEES: Readonly<Record<string, readonly Pod[]>> = {
  steady: [{ name: 'steady-1', first: OLD_COUNT }],
  restarted: [{ name: 'restarted-1', first: OLD_COUNT, restarts: [130] }],
  crashing: [{ name: 'crashing-1', first: OLD_COUNT, restarts: [25 * MINUTE, 280, 220, 160, 100, 40] }],
  // The rollout of a new version of the same workload.
  replaced: [
    { name: 'replaced-1', first: OLD_COUNT, until: 140 },
    { name: 'replaced-2', from: 140, first: 0 },
  ],
  // A pod that comes into the window with all that it has counted before.
  joined: [{ name: 'joined-1', from: 150, first: OLD_COUNT }],
  ended: [{ name: 'ended-1', first: OLD_COUNT, until: 6 * MINUTE }],
};

function* writeScrapes(mesh: string, scrapeSeconds: number, callees = CALLEES): Generator<string> {
  for (const [callee, pods] of Object.entries(callees)) {
    for (const pod of pods) {
      const labels = Object.entries({
        mesh,
        pod: pod.name,
        reporter: 'destination',
        source_workload: 'web',
        source_workload_namespace: 'shop',
        source_canonical_service: 'web',
        destination_workload: callee,
        destination_workload_namespace: 'shop',
        destination_canonical_service: callee,
        destination_service: `${callee}.shop.svc.cluster.local`,
        destination_service_name: callee,
        destination_service_namespace: 'shop',
        request_protocol: 'http',
        response_code: '200',
        response_flags: '-',
        connection_security_policy: 'mutual_tls',
      })
        .map(([name, value]) => `${name}="${value}"`)
        .join(',');
      const from = pod.from === undefined ? FROM : NOW - pod.from;
      const until = pod.until === undefined ? NOW : NOW - pod.until;
      for (let at = FROM; at <= NOW; at += scrapeSeconds) {
        if (at < from || at > until) continue;
        const restart = (pod.restarts ?? []).map((ago) => NOW - ago).findLast((start) => start <= at);
        const count = restart === undefined ? (pod.first ?? 0) + RATE * (at - from) : RATE * (at - restart);
        yield `istio_requests_total{${labels}} ${count} ${at}\n`;
      }
    }
  }
}

const SCRAPES = { often: 15, rarely: 60 };
/** A mesh that has just been installed. */
const YOUNG = { steady: [{ name: 'young-1', from: 90, first: 0 }] };

let prometheus: RealPrometheus;

beforeAll(async () => {
  const scrapes = Object.entries(SCRAPES).flatMap(([mesh, seconds]) => [...writeScrapes(mesh, seconds)]);
  scrapes.push(...writeScrapes('young', 15, YOUNG));
  prometheus = await startRealPrometheus(
    ['# TYPE istio_requests_total unknown\n', ...scrapes, '# EOF\n'].join(''),
  );
});

afterAll(() => prometheus?.close());

function portsOf(mesh: string) {
  const client = createPrometheusClient({
    url: prometheus.url,
    scope: [{ name: 'mesh', op: '=', value: mesh }],
  });
  const nowSeconds = () => NOW;
  return {
    client,
    telemetry: createTelemetry(client),
    probe: createMetricsProbe(client),
    ledger: new SourceLedger(nowSeconds),
    nowSeconds,
  };
}

function requestOf(window: string) {
  const request = parseGraphRequest(new URLSearchParams(`level=workload&window=${window}&at=${NOW}`));
  if (!request.ok) throw new Error(request.problem.message);
  return request.value;
}

async function graphOf(window: string, mesh: keyof typeof SCRAPES | 'young' = 'often'): Promise<GraphAnswer> {
  const { client, ...ports } = portsOf(mesh);
  try {
    const graph = await getMeshGraph(ports, requestOf(window));
    if (!graph.ok) throw new Error(graph.problem.message);
    expect(graph.value.sources.prometheus.status).toBe('ok');
    return graph.value;
  } finally {
    client.close();
  }
}

/** Requests a second of each callee that has an arrow. */
function ratesOf({ edges }: GraphAnswer): Record<string, number> {
  return Object.fromEntries(edges.map(({ target, rate }) => [target.split('|')[5] ?? '', rate]));
}

async function historyOf(callee: string, window: string): Promise<HistoryAnswer> {
  const { client, ...ports } = portsOf('often');
  try {
    const id = ['workload', '', 'shop', '', callee, callee, ''].join('|');
    const { nodes } = await graphOf('30m');
    const node = nodes.find((one) => one.id.split('|')[5] === callee);
    const history = await getHistory(ports, {
      graph: requestOf(window),
      part: { kind: 'node', id: node?.id ?? id },
    });
    if (!history.ok) throw new Error(history.problem.message);
    return history.value;
  } finally {
    client.close();
  }
}

const valuesOf = ({ series }: HistoryAnswer, name = 'rate') =>
  series.find((one) => one.name === name)?.values ?? [];

const RESTLESS = ['restarted', 'crashing', 'replaced', 'joined'];
/** A value between two scrapes is an estimate. */
const MOST = RATE * 1.01;

function expectNoSpike(values: readonly (number | null | undefined)[]): void {
  const known = values.filter((value) => typeof value === 'number');
  expect(known.length).toBeGreaterThan(0);
  expect(Math.min(...known)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...known)).toBeLessThanOrEqual(MOST);
}

describe('the graph', () => {
  it.each(['1m', '2m', '5m', '10m', '30m'])(
    'of %s has no negative rate and no spike where pods restart, come and go (R11)',
    async (window) => {
      const rates = ratesOf(await graphOf(window));
      expect(rates['steady']).toBeCloseTo(RATE, 6);
      for (const callee of RESTLESS) expectNoSpike([rates[callee]]);
    },
  );

  it('loses next to nothing of requests around a restart (R11)', async () => {
    const rates = ratesOf(await graphOf('5m'));
    expect(rates['restarted']).toBeGreaterThan(RATE * 0.97);
    expect(rates['replaced']).toBeGreaterThan(RATE * 0.97);
    // Five restarts in five minutes, of which each hides what came after the last scrape.
    expect(rates['crashing']).toBeGreaterThan(RATE * 0.85);
  });

  it('counts of a pod that comes what came since, and not all that it ever counted (R11)', async () => {
    const rates = ratesOf(await graphOf('5m'));
    // Half a window of requests, spread over all of it.
    expect(rates['joined']).toBeGreaterThan(RATE * 0.45);
    expect(rates['joined']).toBeLessThan(RATE * 0.55);
  });

  it('has no arrow to what ended six minutes ago, unless the window reaches back to it (R11)', async () => {
    expect(ratesOf(await graphOf('5m'))).not.toHaveProperty('ended');
    // Four of ten minutes.
    const { ended } = ratesOf(await graphOf('10m'));
    expect(ended).toBeGreaterThan(RATE * 0.35);
    expect(ended).toBeLessThan(RATE * 0.45);
  });
});

describe('a history', () => {
  it.each(RESTLESS.flatMap((callee) => ['5m', '30m'].map((window) => [callee, window] as const)))(
    'of %s over %s has no negative rate and no spike (R11)',
    async (callee, window) => {
      const history = await historyOf(callee, window);
      expect(valuesOf(history)).toHaveLength(61);
      expectNoSpike(valuesOf(history));
      expectNoSpike(valuesOf(history, 'errorRate'));
    },
  );

  it('ends where its series ends, and is neither zero nor carried on (R11)', async () => {
    const values = valuesOf(await historyOf('ended', '30m'));
    // 24 of 30 minutes, and up to a minute in which the last scrapes still make a rate.
    expect(values.slice(0, 48).every((value) => value !== null && Math.abs(value - RATE) < 0.01)).toBe(true);
    expect(values.slice(51).every((value) => value === null)).toBe(true);
    expectNoSpike(values);
  });
});

describe('a window', () => {
  it.each([
    [
      'rarely',
      '1m',
      'Proxies are scraped every 1m: rates over 1m jump, or are missing. Choose a window of 4m or more.',
    ],
    [
      'rarely',
      '3m',
      'Proxies are scraped every 1m: rates over 3m jump, or are missing. Choose a window of 4m or more.',
    ],
    [
      'often',
      '30s',
      'Proxies are scraped every 15s: rates over 30s jump, or are missing. Choose a window of 1m or more.',
    ],
  ] as const)('of fewer than four scrapes is warned of: %s, %s (R11)', async (mesh, window, message) => {
    const { warnings } = await graphOf(window, mesh);
    expect(warnings).toContainEqual({ code: 'window-too-short', message });
  });

  it.each([
    ['rarely', '4m'],
    ['rarely', '1h'],
    ['often', '1m'],
    ['often', '5m'],
    // It has few scrapes because there were few so far.
    ['young', '1m'],
    ['young', '5m'],
  ] as const)('of four scrapes or more is not: %s, %s', async (mesh, window) => {
    const { warnings } = await graphOf(window, mesh);
    expect(warnings.map(({ code }) => code)).not.toContain('window-too-short');
  });
});

describe('what a window would cost', () => {
  it('is counted as Prometheus has it: series of requests, of some namespaces or all, once in ten minutes (R10)', async () => {
    const client = createPrometheusClient({ url: prometheus.url });
    let nowMs = NOW * 1000;
    const probe = createMetricsProbe(client, undefined, () => nowMs);
    // Six pods were there within five minutes in two meshes, and one in the third.
    expect(await probe.countLoad({ atSeconds: NOW })).toBe(13);
    expect(await probe.countLoad({ atSeconds: NOW, namespaces: ['shop'] })).toBe(13);
    expect(await probe.countLoad({ atSeconds: NOW, namespaces: ['elsewhere'] })).toBe(0);
    expect(await probe.countLoad({ atSeconds: NOW, unprotected: true })).toBe(0);
    expect(await probe.countLoad({ atSeconds: NOW - 10 * MINUTE })).toBe(13);
    nowMs += 11 * MINUTE * 1000;
    expect(await probe.countLoad({ atSeconds: NOW - 10 * MINUTE })).toBe(10);
    client.close();
  });
});
