import { describe, expect, it } from 'vitest';
import { labelSides } from './label-side';

describe('the label of an edge', () => {
  const fan = ['a', 'b', 'c'].map((target) => ({ source: 'page', target }));
  const gathering = ['a', 'b'].map((source) => ({ source, target: 'ratings' }));

  it('stands near the target where edges fan out', () => {
    expect(fan.map(labelSides(fan))).toEqual(['target', 'target', 'target']);
  });

  it('stands near the source where edges gather', () => {
    expect(gathering.map(labelSides(gathering))).toEqual(['source', 'source']);
  });

  it('stands in the middle of a lone edge', () => {
    const lone = [{ source: 'gateway', target: 'page' }];
    expect(lone.map(labelSides(lone))).toEqual(['middle']);
  });
});
