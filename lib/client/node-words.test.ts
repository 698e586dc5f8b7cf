import { describe, expect, it } from 'vitest';
import { nodeFlagSchema } from '@/lib/contracts/graph';
import { describeFlag } from './node-words';

describe('describeFlag', () => {
  it('has words for every flag', () => {
    const words = nodeFlagSchema.options.map((flag) => describeFlag(flag, {}));
    expect(new Set(words).size).toBe(words.length);
  });

  it('tells how many pods lack a proxy', () => {
    const pods = { total: 2, withoutProxy: 1 };
    expect(describeFlag('someWithoutSidecar', { pods })).toBe('1 of 2 pods has no proxy');
    expect(describeFlag('someWithoutSidecar', { pods: { total: 5, withoutProxy: 3 } })).toBe(
      '3 of 5 pods have no proxy',
    );
    expect(describeFlag('someWithoutSidecar', {})).toBe('Some of its pods have no proxy');
    expect(describeFlag('noSidecar', { pods })).toBe('None of its pods has a proxy');
  });
});
