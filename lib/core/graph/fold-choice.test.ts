import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxId, type Box, type NamedBox } from './boxes';
import {
  foldBox,
  isFolded,
  namespacesFolded,
  nothingFolded,
  openBoxes,
  parseFolds,
  printFolds,
} from './fold-choice';

const named = (box: Box): NamedBox => ({ id: boxId(box), box });
const namespace = (name: string, cluster?: string) => named({ kind: 'namespace', cluster, namespace: name });
const app = (name: string) => named({ kind: 'app', cluster: undefined, namespace: 'shop', app: name });

describe('parseFolds', () => {
  it('reads boxes, kinds of boxes, and boxes left open', () => {
    const choice = parseFolds('ns,-ns:payments,app:shop/cart')!;
    expect(isFolded(choice, namespace('shop'))).toBe(true);
    expect(isFolded(choice, namespace('payments'))).toBe(false);
    expect(isFolded(choice, app('cart'))).toBe(true);
    expect(isFolded(choice, app('web'))).toBe(false);
  });

  it('takes a box without a cluster for that box in every cluster', () => {
    const choice = parseFolds('ns:shop')!;
    expect(isFolded(choice, namespace('shop', 'east'))).toBe(true);
    const open = openBoxes(choice, [namespace('shop', 'east')]);
    expect(isFolded(open, namespace('shop', 'east'))).toBe(false);
    expect(isFolded(open, namespace('shop', 'west'))).toBe(true);
    expect(parseFolds(printFolds(open))).toEqual(open);
  });

  it('knows an empty choice from one that cannot be meant', () => {
    expect(parseFolds('')).toEqual(nothingFolded);
    for (const text of [
      ',',
      'ns:',
      'payments',
      '-ns',
      'ns:a;ns:b',
      'x'.repeat(5_000),
      Array(200).fill('ns:a').join(),
    ])
      expect(parseFolds(text)).toBeUndefined();
  });
});

describe('printFolds', () => {
  const names = fc.constantFrom('a', 'b', 'shop', 'a,b');
  const boxes = fc.oneof(
    names.map((name) => namespace(name)),
    names.map((name) => namespace(name, 'east')),
    names.map((name) => app(name)),
    names.map((cluster) => named({ kind: 'cluster', cluster })),
  );
  const steps = fc.array(fc.record({ box: boxes, fold: fc.boolean() }), { maxLength: 12 });
  const starts = fc.constantFrom(nothingFolded, namespacesFolded);

  it('is read back as it was printed, whatever was folded and opened before', () => {
    fc.assert(
      fc.property(starts, steps, (start, taken) => {
        let choice = start;
        for (const { box, fold } of taken) {
          choice = fold ? foldBox(choice, box) : openBoxes(choice, [box]);
          expect(isFolded(choice, box)).toBe(fold);
        }
        expect(parseFolds(printFolds(choice))).toEqual(choice);
      }),
    );
  });

  it('is short for a large mesh of which one namespace is open', () => {
    expect(printFolds(openBoxes(namespacesFolded, [namespace('payments')]))).toBe('ns,-ns:payments');
    expect(printFolds(foldBox(openBoxes(namespacesFolded, [namespace('shop')]), namespace('shop')))).toBe(
      'ns',
    );
  });
});
