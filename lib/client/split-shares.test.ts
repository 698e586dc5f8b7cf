import { describe, expect, it } from 'vitest';
import { sampleEdge, sampleNode } from './sample-answer';
import { splitShares } from './split-shares';

const web = sampleNode('web');
const v1 = sampleNode('v1', { app: 'reviews', version: 'v1' });
const v2 = sampleNode('v2', { app: 'reviews', version: 'v2' });
const details = sampleNode('details');
const nodes = [web, v1, v2, details];

describe('splitShares', () => {
  it('divides what a caller sends to the versions of one app', () => {
    const edges = [
      sampleEdge('web', 'v1', 9),
      sampleEdge('web', 'v2', 3),
      sampleEdge('web', 'details', 5),
      sampleEdge('details', 'v1', 5),
    ];
    expect([...splitShares({ nodes, edges })]).toEqual([
      ['web-v1', 0.75],
      ['web-v2', 0.25],
    ]);
  });

  it('says nothing where nothing flows, and keeps protocols and units apart', () => {
    const still = [sampleEdge('web', 'v1', 0), sampleEdge('web', 'v2', 0)];
    expect(splitShares({ nodes, edges: still }).size).toBe(0);
    const mixed = [
      sampleEdge('web', 'v1', 9),
      sampleEdge('web', 'v2', 3, { protocol: 'tcp', unit: 'bytes' }),
    ];
    expect(splitShares({ nodes, edges: mixed }).size).toBe(0);
  });

  it('does not mix namesakes of other namespaces', () => {
    const namesake = sampleNode('v3', { app: 'reviews', namespace: 'elsewhere' });
    const edges = [sampleEdge('web', 'v1', 9), sampleEdge('web', 'v3', 3)];
    expect(splitShares({ nodes: [...nodes, namesake], edges }).size).toBe(0);
  });
});
