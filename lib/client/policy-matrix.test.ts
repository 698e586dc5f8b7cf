import { describe, expect, it } from 'vitest';
import { buildPolicyMatrix, findPair, kindOf, MOST_COLUMNS, MOST_ROWS } from './policy-matrix';
import { deniedEdge, samplePolicies, samplePolicyEdge, sampleEnd } from './sample-policies';

const EDGES = [
  samplePolicyEdge('front/web', 'shop/api'),
  deniedEdge('dock/mail', 'shop/api'),
  samplePolicyEdge('front/web', 'shop/db', { guard: 'unguarded' }),
  samplePolicyEdge('', 'shop/db'),
];

function show(matrix: ReturnType<typeof buildPolicyMatrix>): string[] {
  return matrix.rows.flatMap((row) =>
    matrix.columns.flatMap((column) => {
      const cell = matrix.cellAt(row, column);
      return cell === undefined ? [] : [`${row.key} → ${column.key}: ${cell.kind} ${cell.edges.length}`];
    }),
  );
}

describe('the matrix of callers and callees', () => {
  it('has a cell for each pair that called, by name', () => {
    expect(show(buildPolicyMatrix(EDGES, { order: 'name', unfold: null }))).toEqual([
      'dock/mail → shop/api: denied 1',
      'front/web → shop/api: allowed 1',
      'front/web → shop/db: open 1',
      '(unknown)/(unknown) → shop/db: allowed 1',
    ]);
  });

  it('folds callers and callees of a namespace, and tells the gravest first', () => {
    const matrix = buildPolicyMatrix(EDGES, { order: 'name', unfold: ['shop'] });
    expect(show(matrix)).toEqual([
      'dock → shop/api: denied 1',
      'front → shop/api: allowed 1',
      'front → shop/db: open 1',
      '(unknown) → shop/db: allowed 1',
    ]);
    const folded = buildPolicyMatrix(EDGES, { order: 'name', unfold: [] });
    expect(show(folded)).toEqual([
      'dock → shop: denied 1',
      'front → shop: open 2',
      '(unknown) → shop: allowed 1',
    ]);
    expect(folded.cells.find(({ row }) => row.key === 'front')?.counts).toEqual([
      { kind: 'open', count: 1 },
      { kind: 'allowed', count: 1 },
    ]);
  });

  it('is sorted by what needs a person, or by how many call', () => {
    const first = (order: 'findings' | 'calls') =>
      buildPolicyMatrix(EDGES, { order, unfold: 'all' }).rows[0]?.key;
    expect(first('findings')).toBe('dock/mail');
    expect(first('calls')).toBe('front/web');
  });

  it('folds by itself what is too large, and says how much it does not draw', () => {
    const many = Array.from({ length: 200 }, (_, index) =>
      samplePolicyEdge(`front/web${index}`, `shop/api${index}`),
    );
    expect(buildPolicyMatrix(many, { order: 'name', unfold: null }).rows.map(({ key }) => key)).toEqual([
      'front',
    ]);
    const whole = buildPolicyMatrix(many, { order: 'name', unfold: 'all' });
    expect(whole.rows).toHaveLength(MOST_ROWS);
    expect(whole.columns).toHaveLength(MOST_COLUMNS);
    expect(whole.hidden).toEqual({ rows: 200 - MOST_ROWS, columns: 200 - MOST_COLUMNS });
  });

  it('keeps apart whatever strangers call themselves', () => {
    const odd = [
      samplePolicyEdge('a>b/c', 'shop/api', { source: sampleEnd('x', { namespace: 'a>b', name: 'c/d' }) }),
      samplePolicyEdge('a', 'shop/api', { source: sampleEnd('x', { namespace: 'a', name: '\ud800\u202e' }) }),
    ];
    const { rows } = buildPolicyMatrix(odd, { order: 'name', unfold: 'all' });
    expect(new Set(rows.map(({ key }) => key)).size).toBe(2);
    for (const { key } of rows) expect(key).not.toMatch(/>|\u202e/);
    // Texts are safe to show.
    for (const { name } of rows) expect(name).not.toContain('\u202e');
  });

  it('tells a workload of another cluster from one of the same name', () => {
    const edges = [
      samplePolicyEdge('front/web', 'shop/api'),
      samplePolicyEdge('front/web', 'shop/api', { source: sampleEnd('front/web', { cluster: 'west' }) }),
    ];
    expect(
      buildPolicyMatrix(edges, { order: 'name', unfold: 'all' }, 'east').rows.map((row) => row.namespace),
    ).toEqual(['front', 'front in west']);
  });
});

describe('a pair of the matrix', () => {
  it('holds the edges between workloads, or between namespaces', () => {
    const answer = samplePolicies({ edges: EDGES });
    const ids = (caller: string, callee: string) => findPair(answer, { caller, callee }).map(({ id }) => id);
    expect(ids('front/web', 'shop/api')).toEqual(['front/web>shop/api>http']);
    expect(ids('front', 'shop')).toEqual(['front/web>shop/db>http', 'front/web>shop/api>http']);
    expect(ids('(unknown)', 'shop')).toEqual(['>shop/db>http']);
    expect(ids('nowhere', 'shop')).toEqual([]);
  });
});

describe('what is told of an edge first', () => {
  it('is that it differs from what is declared', () => {
    expect(kindOf({ ...deniedEdge('a/b', 'c/d'), agreement: 'passesThoughDenied' })).toBe('contradiction');
  });

  it('is that it leads out of the mesh, where nothing is asked', () => {
    const target = sampleEnd('a/example.com', { kind: 'external' });
    expect(kindOf(samplePolicyEdge('a/b', 'c/d', { target }))).toBe('outside');
  });
});
