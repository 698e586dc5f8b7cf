import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_WINDOW_SECONDS, MIN_WINDOW_SECONDS, parseGraphRequest } from '@/lib/contracts/graph-request';
import { arrival } from '@/lib/core/mtls/sample-arrivals';
import { getHistory } from './get-history';
import { getMeshGraph } from './get-mesh-graph';
import { getPlaintextHistory } from './get-plaintext-history';
import { getRouting } from './get-routing';
import { SourceLedger } from './source-ledger';
import { MemoryCounter } from './testing/memory-counter';
import { MemoryProbe, type MemoryProbeOptions } from './testing/memory-probe';
import { MemoryTelemetry } from './testing/memory-telemetry';

const NOW = 1_767_225_600;
/** 100 000 series, scraped every 15 s: 400 000 samples a minute. */
const CROWD: MemoryProbeOptions = { series: { shop: 99_000, quiet: 1_000 }, scrapeIntervalSeconds: 15 };

function portsOf(options: MemoryProbeOptions) {
  const telemetry = new MemoryTelemetry({
    nowSeconds: NOW,
    traffic: [arrival('quiet/web', 'quiet/api'), arrival('shop/web', 'shop/api')],
  });
  const counter = new MemoryCounter([]);
  const probe = new MemoryProbe(options);
  const nowSeconds = () => NOW;
  const ledger = new SourceLedger(nowSeconds);
  return { telemetry, counter, probe, ledger, nowSeconds };
}

function graphRequest(query: string) {
  const request = parseGraphRequest(new URLSearchParams(query));
  if (!request.ok) throw new Error(request.problem.message);
  return request.value;
}

describe('a window that would cost Prometheus too much', () => {
  it('is refused before any traffic is read, with one that can be had (R10)', async () => {
    const ports = portsOf(CROWD);
    const answer = await getMeshGraph(ports, graphRequest('window=7d'));
    expect(answer).toEqual({
      ok: false,
      problem: {
        code: 'window-too-costly',
        message:
          'A window of 7d holds more samples than Prometheus can add up in time. Choose one of 2h or less, or fewer namespaces.',
        field: 'window',
      },
    });
    expect(ports.telemetry.requests).toEqual([]);
    expect((await getMeshGraph(portsOf(CROWD), graphRequest('window=2h'))).ok).toBe(true);
  });

  it('is so for histories and routes as well (R10)', async () => {
    const ports = portsOf(CROWD);
    const part = { kind: 'node', id: 'workload|||shop||api|' } as const;
    const graph = graphRequest('window=7d&level=workload');
    const answers = [
      await getHistory(ports, { graph, part }),
      await getRouting(ports, { windowSeconds: 7 * 86_400 }),
    ];
    const codes = answers.map((answer) => (answer.ok ? 'ok' : answer.problem.code));
    expect(codes).toEqual(['window-too-costly', 'window-too-costly']);
    expect(ports.telemetry.histories).toEqual([]);
    expect(ports.counter.requests).toEqual([]);
  });

  it('may be one of few namespaces: only their series count (R10)', async () => {
    const ports = portsOf(CROWD);
    expect((await getMeshGraph(ports, graphRequest('window=7d&namespaces=quiet'))).ok).toBe(true);
    expect(ports.probe.loads).toMatchObject([{ namespaces: ['quiet'] }]);
    const more = await getMeshGraph(ports, graphRequest('window=30d&namespaces=quiet'));
    expect(more.ok ? '' : more.problem.message).toContain('Choose one of 7d or less');
  });

  it('may be longer where scrapes are rarer (R10)', async () => {
    const rare = { ...CROWD, scrapeIntervalSeconds: 60 };
    expect((await getMeshGraph(portsOf(rare), graphRequest('window=6h'))).ok).toBe(true);
    expect((await getMeshGraph(portsOf(rare), graphRequest('window=12h'))).ok).toBe(false);
  });

  it('is never one of an hour, and nothing is counted for those', async () => {
    const ports = portsOf({ series: { shop: 90_000_000 } });
    expect((await getMeshGraph(ports, graphRequest('window=1h'))).ok).toBe(true);
    expect(ports.probe.loads).toEqual([]);
  });

  it('is found out by the question itself where nothing can be counted', async () => {
    const ports = portsOf({ isDown: true });
    expect((await getMeshGraph(ports, graphRequest('window=30d'))).ok).toBe(true);
    expect(ports.telemetry.requests).toHaveLength(1);
  });
});

describe('the past of plaintext', () => {
  it('is looked at less far back where a day would cost too much, and that is said (R10)', async () => {
    const ports = portsOf({ series: { shop: 30_000 }, scrapeIntervalSeconds: 15 });
    const answer = await getPlaintextHistory(ports, { windowSeconds: 60 });
    if (!answer.ok) throw new Error(answer.problem.message);
    expect(answer.value.lookBackSeconds).toBe(6 * 3_600);
    expect(answer.value.warnings).toEqual([
      {
        code: 'look-back-shortened',
        message:
          'There are so many calls without mutual TLS that only the last 6h are looked at. Choose namespaces to look further back.',
      },
    ]);
    expect(ports.probe.loads).toMatchObject([{ unprotected: true }]);
  });

  it('goes a day back without a word where there is little', async () => {
    const answer = await getPlaintextHistory(portsOf({ series: { shop: 50 } }), { windowSeconds: 60 });
    expect(answer.ok && answer.value).toMatchObject({ lookBackSeconds: 86_400, warnings: [] });
  });
});

describe('questions about a range of time', () => {
  it('ask for at most 97 points of a series, whatever the window is (R10)', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: MIN_WINDOW_SECONDS, max: MAX_WINDOW_SECONDS }),
        fc.option(fc.integer({ min: 1, max: 300 })),
        async (windowSeconds, interval) => {
          const ports = portsOf(interval === null ? {} : { scrapeIntervalSeconds: interval });
          const graph = { ...graphRequest('level=workload'), windowSeconds };
          const part = { kind: 'node', id: 'workload|||shop||api|' } as const;
          await getHistory(ports, { graph, part });
          await getPlaintextHistory(ports, { windowSeconds });
          const points = ports.telemetry.histories.map(
            ({ startSeconds, endSeconds, stepSeconds }) => (endSeconds - startSeconds) / stepSeconds + 1,
          );
          expect(points.length).toBeGreaterThan(2);
          expect(Math.max(...points)).toBeLessThanOrEqual(97);
        },
      ),
      { numRuns: 50 },
    );
  });
});
