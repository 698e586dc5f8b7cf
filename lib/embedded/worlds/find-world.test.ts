import { describe, expect, it } from 'vitest';
import { DEFAULT_WORLD, findWorld, worldNames } from './find-world';

describe('findWorld', () => {
  it.each(['bookinfo', 'shop', 'large:10', 'large:200', 'large:5000'])('knows %s', (name) => {
    expect(findWorld(name)?.name).toBe(name);
  });

  it.each([
    '',
    'Shop',
    'large',
    'large:',
    'large:9',
    'large:0',
    'large:-20',
    'large:5001',
    'large:10000',
    'large:0200',
    'large:1e3',
    'large:20.5',
    'large:200 ',
    'large:N',
    'constructor',
  ])('does not know "%s"', (name) => {
    expect(findWorld(name)).toBeUndefined();
  });

  it('names every world for messages', () => {
    expect(worldNames()).toEqual(['shop', 'bookinfo', 'large:N with N from 10 to 5000']);
    expect(findWorld(DEFAULT_WORLD)?.name).toBe(DEFAULT_WORLD);
  });
});
