import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeAt } from './complete-at';
import { anyFindGraph } from './find-arbitraries';
import { operandWords } from './operand-table';
import { parseExpression } from './parse-expression';
import { sampleNode, sampleShop } from './sample-find-graph';

/** Suggestions where the text has its cursor: at `|`, else at the end. */
function suggest(marked: string, graph = sampleShop): string[] {
  const at = marked.includes('|') ? marked.indexOf('|') : marked.length;
  return completeAt(marked.replace('|', ''), at, graph).map(({ text }) => text);
}

describe('completion', () => {
  it('offers the most asked operands before anything is typed, and after and, or, not and (', () => {
    const first = suggest('');
    expect(first.slice(0, 3)).toEqual(['name', 'namespace', 'health']);
    for (const text of ['idle and ', 'idle or ', 'not ', '(', '!']) expect(suggest(text)).toEqual(first);
  });

  it('offers operands by their beginning, their aliases, then by any part', () => {
    expect(suggest('na').slice(0, 2)).toEqual(['name', 'namespace']);
    expect(suggest('ns')[0]).toBe('namespace');
    expect(suggest('ns')).toContain('responsetime');
    expect(suggest('rt')[0]).toBe('responsetime');
    expect(suggest('%err')[0]).toBe('%error');
  });

  it('offers names of the graph as bare words', () => {
    expect(suggest('rev')).toContain('reviews');
    expect(suggest('idle and gate')).toEqual(['gateway', '"gateway"']);
  });

  it('offers the ends of an edge once one is begun', () => {
    expect(suggest('source')).toContain('source.name');
    expect(suggest('target.ver')).toEqual(['target.version']);
  });

  it('offers the operators of the operand', () => {
    expect(suggest('version ')).toEqual(['=', '*=', '^=', '$=', '!=', '!*=', '!^=', '!$=']);
    expect(suggest('rt ')).toEqual(['=', '!=', '>', '>=', '<', '<=']);
    expect(suggest('name con')).toEqual([]);
  });

  it('offers values that occur in the graph, and where', () => {
    expect(completeAt('version = ', 10, sampleShop)).toEqual([
      { text: 'v1', from: 10, to: 10, hint: '2 nodes' },
      { text: 'v2', from: 10, to: 10, hint: '1 node' },
    ]);
    expect(suggest('namespace = i')).toEqual(['istio-system']);
    expect(suggest('flag:U')).toEqual(['UF', 'URX']);
    expect(suggest('code = ')).toEqual(['200', '503']);
    expect(suggest('protocol = ')).toEqual(['grpc', 'http', 'tcp']);
    expect(suggest('target.version != ')).toEqual(['v1', 'v2']);
    expect(suggest('rt > ')).toEqual([]);
  });

  it('puts a value in quotes where it needs them, also while they are open', () => {
    const graph = { nodes: [sampleNode('n', { cluster: 'east coast' })], edges: [] };
    expect(completeAt('cluster = ea', 12, graph)).toEqual([
      { text: '"east coast"', from: 10, to: 12, hint: '1 node' },
    ]);
    expect(completeAt('cluster = "ea', 13, graph)).toEqual([
      { text: '"east coast"', from: 10, to: 13, hint: '1 node' },
    ]);
  });

  it('offers and, or after a whole condition', () => {
    for (const text of ['idle ', 'name = x ', '(idle) ', '"x" ', 'has version ']) {
      expect(suggest(text)).toEqual(['and', 'or']);
    }
    expect(suggest('idle a')).toEqual(['and']);
  });

  it('replaces the whole word in which the cursor stands', () => {
    const [first] = completeAt('idle and nam = x', 11, sampleShop);
    expect(first).toEqual({ text: 'name', from: 9, to: 12, hint: 'app, service or workload name' });
  });

  it('offers nothing that is already there', () => {
    expect(suggest('name')).not.toContain('name');
    expect(suggest('version = v1')).toEqual([]);
  });

  it('offers at most twelve, each once, in the same order for the same graph in any order', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 30 }),
      fc
        .array(fc.constantFrom(...operandWords, ' ', '=', 'and', 'v', '(', '"', 'source.'))
        .map((list) => list.join(' ')),
    );
    fc.assert(
      fc.property(text, fc.nat(40), anyFindGraph, (text, cursor, graph) => {
        const suggestions = completeAt(text, cursor, graph);
        expect(suggestions.length).toBeLessThanOrEqual(12);
        expect(new Set(suggestions.map((one) => one.text)).size).toBe(suggestions.length);
        for (const { from, to } of suggestions) {
          expect(from).toBeLessThanOrEqual(Math.min(cursor, text.length));
          expect(to).toBeGreaterThanOrEqual(Math.min(cursor, text.length));
          expect(to).toBeLessThanOrEqual(text.length);
        }
        const turned = { nodes: graph.nodes.toReversed(), edges: graph.edges.toReversed() };
        expect(completeAt(text, cursor, turned)).toEqual(suggestions);
      }),
      { numRuns: 300 },
    );
  });

  it('never offers what would be an error there', () => {
    fc.assert(
      fc.property(
        anyFindGraph,
        fc.constantFrom(...operandWords),
        fc.constantFrom('=', '!=', '*='),
        (graph, operand, operator) => {
          const before = `${operand} ${operator} `;
          for (const { text } of completeAt(before, before.length, graph)) {
            expect(parseExpression(before + text)).toMatchObject({ ok: true });
          }
          for (const { text } of completeAt('w', 1, graph)) {
            const { error } = { error: undefined, ...parseExpression(text) };
            expect(error?.message ?? '').toMatch(/^$|needs a comparison|ends where one more/);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
