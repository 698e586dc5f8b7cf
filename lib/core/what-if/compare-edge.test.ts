import { describe, expect, it } from 'vitest';
import { sampleMesh } from '../graph/sample-mesh';
import type { GraphEdge, ResponseShare } from '../graph/mesh-graph';
import type { EdgePart, WayPair } from '../policy/judge-edge';
import type { WayOutcome } from '../policy/judge-way';
import { compareEdge, type ChangeVerdict } from './compare-edge';

const [node] = [{ kind: 'workload', namespace: 'shop', workload: 'api' } as const];
const [sample] = sampleMesh([{ ...node, workload: 'web' }, node, 4]).edges;

function edgeOf(responses: readonly (readonly [code: string, rate: number])[] = [['200', 4]]): GraphEdge {
  if (sample === undefined) throw new Error('There is no edge.');
  const told = responses.map(([code, rate]): ResponseShare => ({ code, flags: '-', host: '', rate }));
  return { ...sample, responses: told };
}

let counter = 0;
const outcome = (state: WayOutcome['state'], more: Partial<WayOutcome> = {}): WayOutcome => {
  counter += 1;
  const needs = state === 'unknown' ? (['path'] as const) : [];
  return { state, security: 'mutual', by: [], needs, reason: `It ${state}.`, inputs: [counter], ...more };
};
const way = (
  now: WayOutcome['state'],
  after: WayOutcome['state'],
  more: Partial<WayOutcome> = {},
): WayPair => ({
  now: outcome(now),
  after: outcome(after, more),
});
const part = (ways: readonly WayPair[], more: Partial<EdgePart> = {}): EdgePart => ({
  security: 'mutual',
  rate: 4,
  ways,
  isUnexplained: false,
  ...more,
});
const same = (state: WayOutcome['state']): WayPair => {
  const one = outcome(state);
  return { now: one, after: { ...one } };
};

describe('an edge whose calls go one way', () => {
  it.each<[WayOutcome['state'], WayOutcome['state'], ChangeVerdict]>([
    ['passes', 'passes', 'unaffected'],
    ['passes', 'refused', 'breaks'],
    ['passes', 'unknown', 'undecidable'],
    ['refused', 'passes', 'changes'],
    ['refused', 'refused', 'unaffected'],
    ['refused', 'unknown', 'undecidable'],
    ['unknown', 'passes', 'unaffected'],
    ['unknown', 'refused', 'breaks'],
    ['unknown', 'unknown', 'undecidable'],
  ])('%s now and %s then: %s', (now, after, verdict) => {
    expect(compareEdge(edgeOf(), [part([way(now, after)])])).toMatchObject({ verdict });
  });

  it('changes where it is protected otherwise', () => {
    expect(compareEdge(edgeOf(), [part([way('passes', 'passes', { security: 'plaintext' })])])).toMatchObject(
      {
        verdict: 'changes',
        today: { security: 'mutual' },
        after: { security: 'plaintext' },
      },
    );
  });

  it('is unaffected where nothing that decides changes, though nobody knows how it ends', () => {
    const told = compareEdge(edgeOf(), [part([same('unknown')])]);
    expect(told).toMatchObject({ verdict: 'unaffected', needs: [] });
    expect(told.reason).toBe('Nothing that decides about it changes. It unknown.');
  });

  it('that was refused today cannot break, and is let in', () => {
    const refused = edgeOf([['403', 4]]);
    expect(compareEdge(refused, [part([way('unknown', 'refused')])])).toMatchObject({
      verdict: 'unaffected',
    });
    expect(compareEdge(refused, [part([way('unknown', 'passes')])])).toMatchObject({ verdict: 'changes' });
  });

  it('of which a part was refused breaks all the same', () => {
    const mixed = edgeOf([
      ['200', 2],
      ['403', 2],
    ]);
    expect(compareEdge(mixed, [part([way('unknown', 'refused')])])).toMatchObject({ verdict: 'breaks' });
  });
});

describe('an edge whose calls may go several ways', () => {
  const breaks = way('passes', 'refused');
  const passes = way('passes', 'passes');

  it.each<[string, readonly WayPair[], ChangeVerdict, readonly string[]]>([
    ['all break', [breaks, way('passes', 'refused')], 'breaks', []],
    ['one breaks', [breaks, passes], 'undecidable', ['way']],
    ['one is not known', [passes, way('passes', 'unknown')], 'undecidable', ['path']],
    ['one breaks and one is not known', [breaks, way('passes', 'unknown')], 'undecidable', ['path', 'way']],
    ['one changes', [passes, way('refused', 'passes')], 'changes', []],
    ['none changes', [passes, same('unknown')], 'unaffected', []],
  ])('of which %s', (_, ways, verdict, needs) => {
    expect(compareEdge(edgeOf(), [part(ways)])).toMatchObject({ verdict, needs });
  });

  it('is undecidable where there are none', () => {
    expect(compareEdge(edgeOf(), [part([])])).toMatchObject({
      verdict: 'undecidable',
      needs: ['connection'],
    });
  });
});

describe('an edge that is not as it is declared', () => {
  it('is promised nothing, unless nothing that decides changes', () => {
    const told = compareEdge(edgeOf(), [part([way('refused', 'passes')], { isUnexplained: true })]);
    expect(told).toMatchObject({ verdict: 'undecidable', needs: ['connection'] });
    expect(told.reason).toMatch(/^What was seen is not what is declared/);
    const left = compareEdge(edgeOf(), [part([same('refused')], { isUnexplained: true })]);
    expect(left.verdict).toBe('unaffected');
  });
});

describe('an edge in parts', () => {
  it('is told by its worst part, with what that part has of the rate', () => {
    const parts = [
      part([way('passes', 'passes')], { rate: 3 }),
      part([way('passes', 'refused')], { rate: 1, security: 'plaintext' }),
    ];
    expect(compareEdge(edgeOf(), parts)).toMatchObject({
      verdict: 'breaks',
      rate: 1,
      after: { state: 'mixed' },
    });
    expect(compareEdge(edgeOf(), [...parts].reverse())).toMatchObject({ verdict: 'breaks', rate: 1 });
  });

  it('never breaks more than there is of it', () => {
    const parts = [part([way('passes', 'refused')], { rate: 9 })];
    expect(compareEdge(edgeOf(), parts).rate).toBe(4);
  });
});
