import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrangeTrace } from './arrange-trace';
import type { TraceSpan } from './trace';

const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g');
const anySpan: fc.Arbitrary<TraceSpan> = fc
  .record({
    spanId: id,
    parentId: fc.option(id, { nil: undefined }),
    startUs: fc.nat(100),
    durationUs: fc.nat(100),
    isError: fc.boolean(),
  })
  .map(({ parentId, ...span }) => ({
    ...span,
    ...(parentId === undefined ? {} : { parentId }),
    service: 's',
    operation: 'o',
    kind: 'unknown' as const,
    tags: {},
  }));

describe('arranging the spans of a trace', () => {
  it('loses none, repeats none, and never takes more time than there is, whatever they say of their parents', () => {
    fc.assert(
      fc.property(fc.array(anySpan, { maxLength: 12 }), (spans) => {
        const { spans: arranged, startUs, durationUs } = arrangeTrace({ traceId: 't', spans });
        const ids = arranged.map(({ span }) => span.spanId);
        expect([...ids].sort()).toEqual([...new Set(spans.map(({ spanId }) => spanId))].sort());
        for (const { span, ownUs } of arranged) {
          expect(ownUs).toBeGreaterThanOrEqual(0);
          expect(ownUs).toBeLessThanOrEqual(span.durationUs);
          expect(span.startUs).toBeGreaterThanOrEqual(startUs);
          expect(span.startUs + span.durationUs).toBeLessThanOrEqual(startUs + durationUs);
        }
      }),
      { numRuns: 500 },
    );
  });

  const span = (spanId: string, startUs: number, durationUs: number, parentId?: string, isError = false) => ({
    spanId,
    startUs,
    durationUs,
    isError,
    service: 's',
    operation: 'o',
    kind: 'client' as const,
    tags: {},
    ...(parentId === undefined ? {} : { parentId }),
  });

  it('puts each below its parent, and counts the time that is its own', () => {
    const spans = [
      span('late', 60, 30, 'root'),
      span('root', 0, 100),
      span('early', 10, 20, 'root'),
      span('deep', 15, 5, 'early'),
    ];
    expect(
      arrangeTrace({ traceId: 't', spans }).spans.map(({ span: { spanId }, depth, ownUs }) => [
        spanId,
        depth,
        ownUs,
      ]),
    ).toEqual([
      ['root', 0, 50],
      ['early', 1, 15],
      ['deep', 2, 5],
      ['late', 1, 30],
    ]);
  });

  it('finds the failure that others follow from', () => {
    const spans = [
      span('root', 0, 100, undefined, true),
      span('good', 5, 10, 'root'),
      span('middle', 20, 50, 'root', true),
      span('deep', 25, 5, 'middle', true),
    ];
    expect(arrangeTrace({ traceId: 't', spans }).causeId).toBe('deep');
    expect(arrangeTrace({ traceId: 't', spans: [span('x', 0, 1)] }).causeId).toBeUndefined();
  });

  it('bears traces as deep as they are long', () => {
    const spans = Array.from({ length: 5_000 }, (_, i) =>
      span(`s${i}`, i, 10_000, i === 0 ? undefined : `s${i - 1}`),
    );
    expect(arrangeTrace({ traceId: 't', spans }).spans.at(-1)?.depth).toBe(4_999);
  });
});
