import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPrometheusClient } from '@/lib/adapters/prometheus/client';
import { createTelemetry } from '@/lib/adapters/prometheus/telemetry';
import { drawOverview } from '@/lib/client/draw-overview';
import { drawGraph, type Drawing } from '@/lib/client/drawing';
import { graphAnswerSchema, type GraphAnswer } from '@/lib/contracts/graph';
import { parseGraphRequest } from '@/lib/contracts/graph-request';
import { startMesh, type RunningMesh } from '@/lib/embedded/demo/start-mesh';
import { findWorld } from '@/lib/embedded/worlds/find-world';
import { getMeshGraph } from '@/lib/services/get-mesh-graph';
import type { MeshPorts } from '@/lib/services/mesh-ports';
import { SourceLedger } from '@/lib/services/source-ledger';

// What is drawn first of a large graph against what is drawn of the whole of it.

let mesh: RunningMesh;
let ports: MeshPorts;
let close: () => void;

beforeAll(async () => {
  mesh = await startMesh({ world: findWorld('large:600')!, historySeconds: 900 });
  const client = createPrometheusClient({ url: mesh.prometheusUrl });
  ({ close } = client);
  ports = {
    telemetry: createTelemetry(client),
    ledger: new SourceLedger(() => 0),
    nowSeconds: () => Date.now() / 1_000,
  };
});

afterAll(async () => {
  close();
  await mesh.close();
});

async function askBoth(parameters: string): Promise<{ first: GraphAnswer; whole: GraphAnswer }> {
  const request = parseGraphRequest(new URLSearchParams(parameters));
  if (!request.ok) throw new Error(request.problem.message);
  // The past does not change between the questions.
  const atSeconds = Math.floor(Date.now() / 1_000) - 30;
  const [first, whole] = await Promise.all([
    getMeshGraph(ports, { ...request.value, atSeconds, overview: true }),
    getMeshGraph(ports, { ...request.value, atSeconds }),
  ]);
  if (!first.ok || !whole.ok) throw new Error('The mesh cannot be asked.');
  return { first: graphAnswerSchema.parse(first.value), whole: whole.value };
}

const draw = (whole: GraphAnswer) =>
  drawGraph(whole, { fold: null, focus: null, hops: '1', to: null, select: null });

/** All that an overview can tell: not how long calls take, nor how much is sent. */
function told({ graph, ...rest }: Drawing) {
  return {
    ...rest,
    nodes: graph.nodes,
    edges: graph.edges.map(({ latencyMs: _time, throughput: _size, ...edge }) => edge),
    groups: [...graph.groups],
    merged: graph.edges.map(({ id }) => graph.mergedEdges.get(id)),
  };
}

describe('the overview of a graph', () => {
  it.each(['window=5m', 'window=5m&level=workload', 'window=5m&level=service', 'window=5m&idle=true'])(
    'draws what is drawn of the whole (%s)',
    async (parameters) => {
      const { first, whole } = await askBoth(parameters);
      expect(whole.nodes.length).toBeGreaterThan(500);
      expect(first.overview!.boxes.length).toBeGreaterThan(50);
      expect(first.edges.length).toBeGreaterThan(50);
      expect(first.edges.length).toBeLessThan(whole.edges.length);
      expect(told(drawOverview(first)!)).toEqual(told(draw(whole)));
    },
  );

  it('is all of a graph that can be read, without latencies', async () => {
    const { first, whole } = await askBoth('window=5m&namespaces=istio-system');
    expect(first.overview).toMatchObject({
      boxes: [],
      mergedEdges: [],
      total: whole.nodes.length,
      leftOut: 0,
    });
    expect(first.nodes).toEqual(whole.nodes);
    expect(told(drawOverview(first)!)).toEqual(told(draw(whole)));
    expect(whole.edges.some(({ latencyMs }) => latencyMs !== undefined)).toBe(true);
    expect(first.edges.some(({ latencyMs }) => latencyMs !== undefined)).toBe(false);
  });

  it('asks for less than the whole, and nothing else', async () => {
    const { first, whole } = await askBoth('window=5m');
    const texts = ({ queries }: GraphAnswer) => queries.map(({ text }) => text);
    expect(texts(whole)).toEqual(expect.arrayContaining(texts(first)));
    expect(first.queries.length).toBeLessThan(whole.queries.length);
    expect(first.queries.map(({ purpose }) => purpose)).not.toContain('latency');
  });
});
