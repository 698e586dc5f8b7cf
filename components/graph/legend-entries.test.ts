import { describe, expect, it } from 'vitest';
import { legendEntries } from './legend-entries';
import { sampleBookShop, sampleEdge, sampleNode } from './sample-graph';

const glyphs = (signs: { glyph: string }[]) => signs.map(({ glyph }) => glyph);

describe('legendEntries', () => {
  it('explains what is on the canvas, and nothing else', () => {
    const entries = legendEntries(sampleBookShop(), ['rate'], false);
    expect(entries.shapes).toEqual(['app', 'service', 'gateway']);
    expect(entries.states).toEqual(['healthy', 'degraded', 'failing']);
    expect(entries.lines).toEqual(['requests', 'tcp', 'failing']);
    expect(glyphs(entries.nodeSigns)).toEqual(['⊘', '⇥']);
    expect(glyphs(entries.edgeSigns)).toEqual(['◇']);
  });

  it('explains every state of mTLS when it is written on edges, and none when nothing is', () => {
    expect(glyphs(legendEntries(sampleBookShop(), ['mtls'], false).edgeSigns)).toEqual(['◆', '◇']);
    expect(legendEntries(sampleBookShop(), [], false).edgeSigns).toEqual([]);
  });

  it('explains pins, routes, waypoints and disagreement once they are there', () => {
    const leg = { host: 'b', weight: 50, share: 0.5 };
    const a = sampleNode('workload', 'a');
    const config = [
      { kind: 'VirtualService', namespace: 'n', name: 'b', summary: '', destinations: [leg, leg] },
    ];
    const b = { ...sampleNode('service', 'b'), config };
    const edge = { ...sampleEdge(a, b), via: ['n/waypoint'], disagreement: 'They differ.' };
    const entries = legendEntries({ nodes: [a, b], edges: [edge] }, ['rate'], true);
    expect(glyphs(entries.nodeSigns)).toEqual(['⇉', '⚲']);
    expect(glyphs(entries.edgeSigns)).toEqual(['◈', '≠']);
  });

  it('is empty for an empty graph', () => {
    const { shapes, states, lines, nodeSigns, edgeSigns } = legendEntries(
      { nodes: [], edges: [] },
      ['rate'],
      false,
    );
    expect([shapes, states, lines, nodeSigns, edgeSigns].flat()).toEqual([]);
  });
});
