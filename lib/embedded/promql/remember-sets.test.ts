import { describe, expect, it } from 'vitest';
import { LabelSet, setOf } from './label-set';
import { Grouping } from './grouping';
import { ofEachSet, rememberSets } from './remember-sets';

describe('what is remembered of label sets', () => {
  it('is found once of each set', () => {
    let asked = 0;
    const find = ofEachSet(new WeakMap<LabelSet, { readonly found: string }>(), (set) => {
      asked += 1;
      return set.get('a');
    });
    const set = new LabelSet({ a: '' });
    expect([find(set), find(set), find(new LabelSet({ a: '1' }))]).toEqual(['', '', '1']);
    expect(asked).toBe(2);
  });

  it('is kept for the questions that came last', () => {
    let made = 0;
    const remember = rememberSets(() => (made += 1));
    for (let question = 0; question < 100; question += 1) remember(String(question));
    expect(remember('99')).toBe(100);
    expect(remember('0')).toBe(101);
  });

  it('leaves equal groups one, and others apart, in every query', () => {
    const labels = [
      { a: '1', b: 'x' },
      { a: '1', b: 'y' },
      { a: '2', b: 'x' },
    ];
    for (let query = 0; query < 2; query += 1) {
      const grouping = new Grouping(['a'], false);
      // The same objects again, and equal ones that nobody saw before.
      const sets = [...labels.map(setOf), ...labels.map((one) => setOf({ ...one }))];
      expect(sets.map((set) => grouping.groupOf(set).index)).toEqual([0, 0, 1, 0, 0, 1]);
      expect(grouping.groups.map(({ set }) => set.toLabels())).toEqual([{ a: '1' }, { a: '2' }]);
    }
  });
});
