import { describe, expect, it } from 'vitest';
import type { GraphNode } from '@/lib/contracts/graph';
import type { MtlsMode } from '@/lib/contracts/declared-security';
import { graphElements } from '../elements';
import { sampleAnswer, sampleEdge, sampleMesh, sampleNode } from '../sample-graph';
import { securityLines, securityRings } from './security-colours';

const accepting = (app: string, mode: MtlsMode): GraphNode => ({
  ...sampleNode('app', app, { namespace: 'shop' }),
  security: { mode, proxy: mode === 'NONE' ? 'none' : 'sidecar', reason: '' },
});
const stranger = sampleNode('unknown', '?');
const oneSided = { reportedBy: { source: { rate: 1, errorRate: 0 }, chosen: 'source' } } as const;
const web = accepting('web', 'PERMISSIVE');
const api = accepting('api', 'STRICT');

describe('the lens for mutual TLS', () => {
  it('says what a node accepts, in a word and a sign', () => {
    const { nodes } = graphElements(sampleAnswer([web, api, accepting('db', 'NONE')], []), ['rate'], 'mtls');
    expect(nodes.map(({ label }) => label.split('\n')[0])).toEqual(['◆◇ web', '◆ api', '⊘ db']);
    expect(nodes.map(({ label }) => label.split('\n')[1])).toEqual([
      expect.stringContaining('PERMISSIVE'),
      expect.stringContaining('STRICT'),
      expect.stringContaining('No proxy'),
    ]);
  });

  it('says how an edge was protected, with share and reason, never by its line alone', () => {
    const rates = [
      { mutual: 2, plaintext: 0, unknown: 0 },
      { mutual: 3, plaintext: 1, unknown: 0 },
      { mutual: 0, plaintext: 1, unknown: 0 },
      { mutual: 0, plaintext: 0, unknown: 1 },
    ];
    const labels = rates.map((mtls) => {
      const edge = { ...sampleEdge(stranger, api, { rate: 1 }), ...oneSided, mtls };
      const [drawn] = graphElements(sampleAnswer([stranger, api], [edge]), ['rate'], 'mtls').edges;
      return drawn?.label;
    });
    expect(labels).toEqual(['◆', '◆◇ 75 %\ncaller unknown', '◇\ncaller unknown', '◇?\nonly caller reports']);
  });

  it('leaves health and rates to the other lens', () => {
    const failing = { ...api, health: { status: 'failing' as const, reasons: [] } };
    const edge = sampleEdge(web, failing, { status: 'failing' });
    const { nodes, edges } = graphElements(sampleAnswer([web, failing], [edge]), ['rate'], 'mtls');
    const classes = [...nodes, ...edges].flatMap((one) => one.classes);
    expect(classes.filter((name) => name.startsWith('health-'))).toEqual([]);
  });

  it('leaves an edge that nobody called without a sign', () => {
    const edge = sampleEdge(web, api, { rate: 0 });
    const [drawn] = graphElements(sampleAnswer([web, api], [edge]), ['rate'], 'mtls').edges;
    expect([drawn?.label, drawn?.classes]).toEqual(['', ['is-idle', 'security-idle']]);
  });

  it('has a colour for every class that it gives', () => {
    const modes = ['STRICT', 'PERMISSIVE', 'DISABLE', 'MIXED', 'NONE', 'UNKNOWN'] as const;
    const { nodes, edges } = graphElements(sampleMesh(60, 3, 3), ['rate'], 'mtls');
    const all = graphElements(sampleAnswer([...modes.map((mode) => accepting(mode, mode))], []), [], 'mtls');
    const known = new Set([...securityRings, ...securityLines].map(({ className }) => className));
    const given = [...nodes, ...edges, ...all.nodes]
      .flatMap((one) => one.classes)
      .filter((name) => /^(mode|security)-/.test(name));
    expect(given.filter((name) => !known.has(name))).toEqual([]);
    expect(new Set(given).size).toBeGreaterThan(7);
  });

  it('keeps the nodes, edges and boxes of the picture', () => {
    const mesh = sampleMesh(60, 3, 3);
    const [traffic, mtls] = [graphElements(mesh, ['rate']), graphElements(mesh, ['rate'], 'mtls')];
    expect(mtls.nodes.map(({ id, boxes }) => [id, boxes])).toEqual(
      traffic.nodes.map(({ id, boxes }) => [id, boxes]),
    );
    expect(mtls.edges.map(({ id, lineWidth }) => [id, lineWidth])).toEqual(
      traffic.edges.map(({ id, lineWidth }) => [id, lineWidth]),
    );
  });
});
