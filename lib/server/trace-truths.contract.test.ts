import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCluster } from '@/lib/adapters/kubernetes/cluster';
import { loadAccess } from '@/lib/adapters/kubernetes/load-access';
import { createPrometheusClient } from '@/lib/adapters/prometheus/client';
import { createTelemetry } from '@/lib/adapters/prometheus/telemetry';
import { createJaeger } from '@/lib/adapters/tracing/jaeger';
import type { GraphAnswer, GraphEdge, GraphNode } from '@/lib/contracts/graph';
import { parseGraphRequest } from '@/lib/contracts/graph-request';
import { traceAnswerSchema } from '@/lib/contracts/trace';
import { tracesAnswerSchema, type TracesAnswer } from '@/lib/contracts/traces';
import { parseTracesRequest } from '@/lib/contracts/traces-request';
import { startMesh, type RunningMesh } from '@/lib/embedded/demo/start-mesh';
import { readWorkloads, type MeshWorkload } from '@/lib/embedded/mesh/mesh-view';
import type { MeshSpan, MeshTrace } from '@/lib/embedded/mesh/traces/mesh-span';
import { bookinfo } from '@/lib/embedded/worlds/bookinfo';
import { shop } from '@/lib/embedded/worlds/shop/shop';
import type { World } from '@/lib/embedded/worlds/world';
import { getMeshGraph } from '@/lib/services/get-mesh-graph';
import { placeHops } from '@/lib/core/traces/place-hops';
import { getTrace } from '@/lib/services/get-trace';
import { getTraces } from '@/lib/services/get-traces';
import type { MeshPorts } from '@/lib/services/mesh-ports';
import type { TracingPort } from '@/lib/services/ports';
import { SourceLedger } from '@/lib/services/source-ledger';

// What is said of the traces of an edge, against the world in which they happened.

/** Four versions of reviews, of whose names some begin with others, and no rule that tells them apart. */
const manyReviews: World = {
  ...bookinfo,
  name: 'many-reviews',
  behaviours: [
    ...bookinfo.behaviours,
    ...bookinfo.behaviours
      .filter(({ workload }) => workload === 'reviews-v1')
      .map((behaviour) => ({ ...behaviour, workload: 'reviews-v10' })),
  ],
  objects: (startedAt) => {
    const objects = bookinfo.objects(startedAt);
    const first = objects.find(
      ({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'reviews-v1',
    );
    const tenth = JSON.parse(
      JSON.stringify(first).replaceAll('reviews-v1', 'reviews-v10').replaceAll('"v1"', '"v10"'),
    ) as NonNullable<typeof first>;
    return [
      ...objects.filter(({ kind, metadata }) => !(kind === 'VirtualService' && metadata.name === 'reviews')),
      { ...tenth, apiVersion: 'apps/v1' },
    ];
  },
};

interface Watched {
  readonly mesh: RunningMesh;
  readonly ports: MeshPorts;
  readonly tracing: TracingPort;
  readonly atSeconds: number;
  close(): Promise<void>;
}

async function watch(world: World): Promise<Watched> {
  const mesh = await startMesh({ world, historySeconds: 3600 });
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'telltale-traces-'));
  const file = path.join(folder, 'kubeconfig');
  await fs.writeFile(file, mesh.kubeconfig);
  const access = loadAccess({ kubeconfigPath: file });
  if (access === undefined) throw new Error('There is a kubeconfig.');
  const cluster = createCluster({ access });
  const client = createPrometheusClient({ url: mesh.prometheusUrl, deadlineMs: 30_000 });
  const tracing = createJaeger({ url: mesh.jaegerUrl, deadlineMs: 60_000 });
  const nowSeconds = () => Date.now() / 1000;
  const ports = {
    telemetry: createTelemetry(client),
    cluster,
    tracing,
    traceUi: { kind: 'jaeger', url: 'https://traces.example/jaeger' },
    ledger: new SourceLedger(nowSeconds),
    nowSeconds,
  } as const;
  while (cluster.status().state !== 'ok') await new Promise((resolve) => setTimeout(resolve, 20));
  return {
    mesh,
    ports,
    tracing,
    atSeconds: Math.floor(nowSeconds()) - 60,
    async close() {
      client.close();
      tracing.close();
      await cluster.stop();
      await mesh.close();
      await fs.rm(folder, { recursive: true });
    },
  };
}

const WINDOW = '10m';

async function graphOf({ ports, atSeconds }: Watched, drawn: Record<string, string>): Promise<GraphAnswer> {
  const request = parseGraphRequest(new URLSearchParams({ ...drawn, window: WINDOW, at: String(atSeconds) }));
  if (!request.ok) throw new Error(request.problem.message);
  const answer = await getMeshGraph(ports, request.value);
  if (!answer.ok) throw new Error(answer.problem.message);
  return answer.value;
}

async function tracesOf({ ports, atSeconds }: Watched, part: Record<string, string>): Promise<TracesAnswer> {
  const request = parseTracesRequest(
    new URLSearchParams({ window: WINDOW, at: String(atSeconds), limit: '100', ...part }),
  );
  if (!request.ok) throw new Error(request.problem.message);
  const answer = await getTraces(ports, request.value);
  if (!answer.ok) throw new Error(answer.problem.message);
  return tracesAnswerSchema.parse(answer.value);
}

/** Whether a request went from one node to another, as the world knows it: by the addresses of pods. */
class Truth {
  readonly #workloadOf = new Map<string, MeshWorkload>();

  constructor({ mesh }: Watched, world: World) {
    for (const workload of readWorkloads(mesh.store, world.trustDomain))
      for (const { ip } of workload.pods) this.#workloadOf.set(ip ?? '', workload);
  }

  /** Spans of a trace that are a request of the edge. */
  crossing({ spans }: MeshTrace, source: GraphNode, target: GraphNode, isWhole: boolean): MeshSpan[] {
    return spans.filter((span) => {
      const maker = this.#workloadOf.get(span.ip);
      const [direction, , , host = ''] = String(span.tags['upstream_cluster'] ?? '').split('|');
      const address = span.tags['upstream_address'];
      const reached =
        address === undefined ? undefined : this.#workloadOf.get(String(address).split(':')[0] ?? '');
      if (span.tags['istio.source_workload'] !== undefined) {
        const named = (end: string) => ({
          namespace: String(span.tags[`istio.${end}_namespace`]),
          name: String(span.tags[`istio.${end}_workload`]),
          app: String(span.tags[`istio.${end}_canonical_service`]),
          version: String(span.tags[`istio.${end}_canonical_revision`]),
        });
        return is(named('source'), source) && this.#isTarget(named('destination'), host, target, isWhole);
      }
      if (source.kind === 'unknown')
        return (
          direction === 'inbound' &&
          span.parentId === undefined &&
          (target.service === undefined ? is(toName(maker), target) : maker?.app === target.service)
        );
      if (direction !== 'outbound' || !is(toName(maker), source)) return false;
      return this.#isTarget(toName(reached), host, target, isWhole);
    });
  }

  #isTarget(reached: Name | undefined, host: string, target: GraphNode, isWhole: boolean): boolean {
    if (target.service === undefined) return is(reached, target);
    const isHost = host === target.service || host.startsWith(`${target.service}.${target.namespace}.svc.`);
    return isHost && (isWhole || reached === undefined);
  }
}

type Name = Pick<MeshWorkload, 'namespace' | 'name'> & { readonly app: string; readonly version: string };

function toName(workload: MeshWorkload | undefined): Name | undefined {
  return workload && { ...workload, app: workload.canonicalService, version: workload.canonicalRevision };
}

function is(name: Name | undefined, node: GraphNode): boolean {
  if (name === undefined || name.namespace !== node.namespace) return false;
  if (node.workload !== undefined) return name.name === node.workload;
  return name.app === node.app && (node.version === undefined || name.version === node.version);
}

describe.each([bookinfo, shop, manyReviews])('the edges of $name', (world) => {
  let watched: Watched;
  let truth: Truth;
  beforeAll(async () => {
    watched = await watch(world);
    truth = new Truth(watched, world);
  }, 120_000);
  afterAll(() => watched?.close());

  const trueTrace = (traceId: string): MeshTrace => {
    const found = watched.mesh.traces.get(traceId);
    if (found === undefined) throw new Error('The world knows no such trace.');
    return found;
  };

  const name = ({ source, target }: GraphEdge) => `${source} → ${target}`;

  it.each([
    { level: 'versionedApp' },
    { level: 'workload' },
    { level: 'app' },
    { level: 'versionedApp', serviceNodes: 'true' },
  ])(
    'lead to traces that cross them, and to no others, in a graph of %j',
    async (drawn) => {
      const graph = await graphOf(watched, drawn);
      const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
      const isWhole = 'serviceNodes' in drawn;
      const wrong: string[] = [];
      let checked = 0;
      for (const edge of graph.edges) {
        const source = nodes.get(edge.source);
        const target = nodes.get(edge.target);
        if (source === undefined || target === undefined || edge.protocol === 'tcp') continue;
        // From a service to its workloads anybody may have called.
        if (source.kind === 'service') continue;
        const isExternal = target.kind === 'external';
        const answer = await tracesOf(watched, { ...drawn, source: edge.source, target: edge.target });
        for (const { traceId, span } of answer.traces) {
          const crossing = truth.crossing(trueTrace(traceId), source, target, isWhole || isExternal);
          if (!crossing.some(({ spanId }) => spanId === span.spanId))
            wrong.push(`${name(edge)}: ${traceId} by ${span.service} ${span.operation} ${span.confidence}`);
        }
        const wanted = edge.rate * graph.windowSeconds * 0.05;
        // Requests come in clusters, and a trace is kept as a whole or not at all: few of few prove nothing.
        if (wanted > 30 && answer.sampled < Math.min(60, wanted / 3))
          wrong.push(`${name(edge)}: ${answer.sampled} of about ${wanted} traces; ${answer.reason ?? ''}`);
        if (Math.abs((answer.requests ?? 0) - edge.rate * graph.windowSeconds) > 1)
          wrong.push(`${name(edge)}: ${answer.requests} requests`);
        checked += 1;
      }
      expect(wrong).toEqual([]);
      expect(checked).toBeGreaterThan(3);
    },
    240_000,
  );

  it('are found exactly by searches that say so', async () => {
    const graph = await graphOf(watched, { level: 'versionedApp' });
    const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
    const wrong: string[] = [];
    const exact: string[] = [];
    for (const edge of graph.edges.filter(({ protocol }) => protocol !== 'tcp')) {
      const source = nodes.get(edge.source);
      const target = nodes.get(edge.target);
      if (source === undefined || target === undefined) continue;
      const answer = await tracesOf(watched, { source: edge.source, target: edge.target, limit: '1' });
      const searches = answer.queries.filter(({ purpose }) => purpose === 'traces');
      if (answer.confidence === undefined || searches.length === 0) continue;
      for (const { text } of searches) {
        const query = new URL(text, 'http://jaeger.invalid').searchParams;
        const tags = JSON.parse(query.get('tags') ?? '{}') as Record<string, string>;
        const isExact = tags['istio.source_workload'] !== undefined || isPinned(tags, target, world);
        if (!isExact) continue;
        exact.push(name(edge));
        const response = await fetch(`${watched.mesh.jaegerUrl}${text}`);
        const { data } = (await response.json()) as { data: { traceID: string }[] };
        for (const { traceID } of data) {
          if (truth.crossing(trueTrace(traceID), source, target, target.kind === 'external').length === 0)
            wrong.push(`${name(edge)}: ${traceID} by ${text}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(exact.length).toBeGreaterThan(2);
  }, 240_000);

  it('lead to what was denied where errors are asked for, and to nothing that went well', async () => {
    const graph = await graphOf(watched, { level: 'versionedApp' });
    const denied = graph.edges.filter(({ responses }) =>
      responses.some(({ code, rate }) => code === '403' && rate * graph.windowSeconds * 0.05 > 10),
    );
    for (const edge of denied) {
      const answer = await tracesOf(watched, { source: edge.source, target: edge.target, errors: 'true' });
      expect(answer.traces.some(({ span }) => span.isDenied)).toBe(true);
      expect(answer.traces.filter(({ span }) => !span.isDenied && !span.isFailure)).toEqual([]);
    }
    if (world === shop) expect(denied.length).toBeGreaterThan(0);
  }, 120_000);

  it.each([{ level: 'versionedApp' }, { level: 'workload' }, { level: 'app' }])(
    'are marked by a trace exactly where it crossed them, in a graph of %j',
    async (drawn) => {
      const graph = await graphOf(watched, drawn);
      const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
      const wrong: string[] = [];
      let marked = 0;
      for (const trace of watched.mesh.traces.between(watched.atSeconds - 240, watched.atSeconds - 30)) {
        if (marked > 400) break;
        const told = await getTrace(watched.ports, trace.traceId);
        if (!told.ok) throw new Error(told.problem.message);
        const { edges } = placeHops(traceAnswerSchema.parse(told.value).hops, graph);
        for (const edge of graph.edges) {
          const source = nodes.get(edge.source);
          const target = nodes.get(edge.target);
          if (source === undefined || target === undefined || edge.protocol === 'tcp') continue;
          const isCrossed = truth.crossing(trace, source, target, target.kind === 'external').length > 0;
          if (isCrossed !== edges.has(edge.id))
            wrong.push(
              `${trace.traceId} ${name(edge)}: ${isCrossed ? 'crossed, not marked' : 'marked only'}`,
            );
        }
        marked += edges.size;
      }
      expect([...new Set(wrong.map((one) => one.slice(33)))]).toEqual([]);
      expect(marked).toBeGreaterThan(50);
    },
    120_000,
  );

  it('say in their links what was searched, and lead nowhere but to the configured address', async () => {
    const graph = await graphOf(watched, { level: 'versionedApp' });
    for (const edge of graph.edges.slice(0, 12)) {
      const answer = await tracesOf(watched, { source: edge.source, target: edge.target });
      const searches = answer.queries.filter(({ purpose }) => purpose === 'traces');
      expect(answer.links).toHaveLength(searches.length);
      for (const [index, { url }] of answer.links.entries()) {
        const link = new URL(url);
        const sent = new URL(searches[index]?.text ?? '', 'http://jaeger.invalid').searchParams;
        expect(link.origin + link.pathname).toBe('https://traces.example/jaeger/search');
        for (const name of ['service', 'tags', 'start', 'end'])
          expect(link.searchParams.get(name)).toBe(sent.get(name));
      }
      for (const { url = '', traceId, span } of answer.traces) {
        expect(url).toBe(`https://traces.example/jaeger/trace/${traceId}?uiFind=${span.spanId}`);
      }
    }
  }, 120_000);
});

/** Whether a cluster leads to the target and nowhere else: by a subset, or because the service has one workload. */
function isPinned(tags: Record<string, string>, target: GraphNode, world: World): boolean {
  const [direction, , subset = '', host = ''] = (tags['upstream_cluster'] ?? '').split('|');
  if (direction !== 'outbound') return false;
  if (target.kind === 'external') return true;
  if (target.service !== undefined) return false;
  const [service = ''] = host.split('.');
  const served = world.behaviours.filter(
    ({ workload, namespace }) =>
      namespace === target.namespace && (workload === service || workload.replace(/-v\d+$/, '') === service),
  );
  return subset !== '' || served.length <= 1;
}
