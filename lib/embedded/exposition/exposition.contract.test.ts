import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runBinary } from '../prometheus/run-binary';
import { startMesh, type RunningMesh } from '../demo/start-mesh';
import { bookinfo } from '../worlds/bookinfo';
import { startExpositionServer, type ExpositionServer } from './exposition-server';

let mesh: RunningMesh;
let exposition: ExpositionServer;

beforeAll(async () => {
  mesh = await startMesh({ world: bookinfo, historySeconds: 600, scrapeIntervalSeconds: 1 });
  exposition = await startExpositionServer({
    source: mesh.source,
    nowMs: Date.now,
    scrapeIntervalSeconds: 1,
  });
});

afterAll(async () => {
  await exposition?.close();
  await mesh?.close();
});

interface Target {
  targets: string[];
  labels: Record<string, string>;
}

async function findTargets(): Promise<Target[]> {
  return (await (await fetch(`${exposition.url}/targets`)).json()) as Target[];
}

async function readMetrics({ targets, labels }: Target): Promise<string> {
  const answer = await fetch(`http://${targets[0]}${labels['__metrics_path__']}`);
  expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  return answer.text();
}

describe('the metrics of the simulated proxies', () => {
  it('are found by service discovery, one target a proxy', async () => {
    const targets = await findTargets();
    const pods = targets.map(({ labels }) => labels['pod'] ?? '');
    expect(pods).toHaveLength(7);
    for (const name of ['productpage-v1', 'reviews-v2', 'istio-ingressgateway']) {
      expect(pods.some((pod) => pod.startsWith(name))).toBe(true);
    }
  });

  it('are of the one proxy, without the labels that a scrape adds', async () => {
    const reviews = (await findTargets()).find(({ labels }) => labels['pod']?.startsWith('reviews-v2'))!;
    const text = await readMetrics(reviews);
    const lines = text.split('\n').filter((line) => line.startsWith('istio_requests_total{'));
    expect(lines.length).toBeGreaterThanOrEqual(2);
    for (const line of lines) {
      expect(line).toMatch(/(source|destination)_workload="reviews-v2"/);
      expect(line).not.toMatch(/[{,](pod|instance|job|namespace|node)=/);
    }
    expect(text).toContain('# TYPE istio_request_duration_milliseconds histogram');
    expect(text).toContain('le="+Inf"');
  });

  it('are in a format in which promtool minds nothing but the texts and units that Istio chose', async () => {
    for (const target of await findTargets()) {
      const text = await readMetrics(target);
      const complaint = await runBinary('promtool', ['check', 'metrics'], text).catch(String);
      const remarks = complaint.split('\n').map((line) => line.replace(/^.*ended with code 3: /, ''));
      const others = remarks.filter(
        (line) => line !== '' && !/ no help text$| use base unit "seconds"/.test(line),
      );
      expect(others).toEqual([]);
    }
  });

  it('are nowhere else', async () => {
    for (const path of ['/', '/proxies/nobody/metrics', '/proxies/%zz/metrics']) {
      expect((await fetch(exposition.url + path)).status).toBe(404);
    }
    expect((await fetch(`${exposition.url}/targets`, { method: 'POST' })).status).toBe(405);
  });
});
