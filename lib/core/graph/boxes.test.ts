import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxesOf, boxId, parseBoxId, type Box, type NamedBox } from './boxes';

const reviews = { kind: 'app', cluster: 'east', namespace: 'bookinfo', app: 'reviews' } as const;
const names = (boxes: readonly NamedBox[]) => boxes.map(({ id }) => id);

describe('boxesOf', () => {
  it('names the boxes around a node from the outside in, and the cluster only where there are several', () => {
    expect(names(boxesOf([reviews])(reviews))).toEqual(['ns:bookinfo', 'app:bookinfo/reviews']);
    const several = boxesOf([reviews, { ...reviews, cluster: 'west' }]);
    expect(names(several(reviews))).toEqual(['cl:east', 'ns:bookinfo@east', 'app:bookinfo/reviews@east']);
  });

  it('leaves what is outside the mesh outside every box, and gives services no app', () => {
    const place = boxesOf([reviews]);
    expect(place({ ...reviews, kind: 'external' })).toEqual([]);
    expect(place({ ...reviews, kind: 'unknown' })).toEqual([]);
    expect(place({ kind: 'workload' })).toEqual([]);
    expect(names(place({ ...reviews, kind: 'service' }))).toEqual(['ns:bookinfo']);
  });

  it('does not put a folded box into itself', () => {
    const place = boxesOf([reviews]);
    expect(names(place({ kind: 'aggregate', namespace: 'bookinfo', app: 'reviews' }))).toEqual([
      'ns:bookinfo',
    ]);
    expect(names(place({ kind: 'aggregate', namespace: 'bookinfo' }))).toEqual([]);
  });
});

describe('boxId', () => {
  const name = fc
    .string({ minLength: 1, maxLength: 20, unit: 'grapheme' })
    .filter((text) => text.isWellFormed());
  const cluster = fc.option(name, { nil: undefined });
  const boxes: fc.Arbitrary<Box> = fc.oneof(
    fc.record({ kind: fc.constant('cluster' as const), cluster: name }),
    fc.record({ kind: fc.constant('namespace' as const), cluster, namespace: name }),
    fc.record({ kind: fc.constant('app' as const), cluster, namespace: name, app: name }),
  );

  it('is read back as it was printed, whatever the names, and holds no comma', () => {
    fc.assert(
      fc.property(boxes, (box) => {
        expect(parseBoxId(boxId(box))).toEqual(box);
        expect(boxId(box)).not.toMatch(/[,\s]/);
      }),
    );
  });

  it('is not read from other texts', () => {
    for (const text of [
      '',
      'ns:',
      'payments',
      'ns:a/b',
      'app:a',
      'cl:a@b',
      'ns:%zz',
      'ns:a,b',
      'ns:a@',
      'xx:a',
    ])
      expect(parseBoxId(text)).toBeUndefined();
  });
});
