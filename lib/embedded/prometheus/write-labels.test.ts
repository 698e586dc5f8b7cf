import { expect, it } from 'vitest';
import { writeLabels } from './write-labels';

it('writes label sets as JSON does, each time the same', () => {
  const sets = [{}, { a: 'x', b: '"\\\n' }, { b: '1', a: '2' }, { a: 'x', b: '"\\\n' }];
  for (let time = 0; time < 2; time += 1)
    expect(sets.map(writeLabels)).toEqual(sets.map((set) => JSON.stringify(set)));
});

it('goes on where there are more than it remembers', () => {
  const [long, short] = [{ a: 'x'.repeat(40_000_000) }, { a: 'y' }];
  const lengths = [long, short, { ...long }, short, long].map((set) => writeLabels(set).length);
  expect(lengths).toEqual([40_000_008, 9, 40_000_008, 9, 40_000_008]);
});
