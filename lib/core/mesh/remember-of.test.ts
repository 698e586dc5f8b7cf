import { describe, expect, it } from 'vitest';
import { rememberOf } from './remember-of';

describe('rememberOf', () => {
  it('asks once of each object, also where nothing is found', () => {
    const asked: object[] = [];
    const find = rememberOf((one: { readonly size?: number }) => {
      asked.push(one);
      return one.size;
    });
    const [big, none, alike] = [{ size: 2 }, {}, { size: 2 }];
    expect([big, none, big, none, alike].map(find)).toEqual([2, undefined, 2, undefined, 2]);
    expect(asked).toEqual([big, none, alike]);
  });
});
