import { describe, expect, it } from 'vitest';
import { parseLabelSelector } from './label-selector';

const web = { app: 'web', version: 'v2', weight: '10' };

describe('parseLabelSelector', () => {
  it.each([
    ['', true],
    ['app=web', true],
    ['app==web,version!=v1', true],
    ['app=web,version=v1', false],
    ['app in (db, web)', true],
    ['app notin (db,web)', false],
    ['missing notin (x)', true],
    ['missing!=x', true],
    ['missing', false],
    ['!missing', true],
    ['!app', false],
    ['app', true],
    ['weight>9,weight<11', true],
    ['app>1', false],
    ['missing=', false],
    ['constructor', false],
    ['version in (v1,v2),!missing', true],
  ])('answers %j with %s', (selector, expected) => {
    expect(parseLabelSelector(selector)(web)).toBe(expected);
  });

  it.each(['a in (b', 'a b', '=x', 'a=b=c', ',', 'a in b', '(', 'a!b', '-a=b', `a=${'x'.repeat(64)}`])(
    'refuses %j with a 400',
    (selector) => {
      expect(() => parseLabelSelector(selector)).toThrow(expect.objectContaining({ code: 400 }));
    },
  );
});
