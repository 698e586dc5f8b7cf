import { describe, expect, it } from 'vitest';
import { type Measure, parseQuantity } from './parse-quantity';

describe('a quantity', () => {
  it.each([
    ['10', 'requests', 10],
    ['10rps', 'requests', 10],
    ['10/s', 'requests', 10],
    ['1.5k', 'requests', 1_500],
    ['2 krps', 'requests', 2_000],
    ['60rpm', 'requests', 1],
    ['500', 'bytes', 500],
    ['1.2kB', 'bytes', 1_200],
    ['1.2 kB/s', 'bytes', 1_200],
    ['1KiB', 'bytes', 1_024],
    ['3MiB/s', 'bytes', 3 * 1024 ** 2],
    ['2M', 'bytes', 2e6],
    ['5', 'percent', 5],
    ['0.5%', 'percent', 0.5],
    ['5 %', 'percent', 5],
    ['250', 'milliseconds', 250],
    ['250ms', 'milliseconds', 250],
    ['1.5s', 'milliseconds', 1_500],
    ['500us', 'milliseconds', 0.5],
    ['2min', 'milliseconds', 120_000],
    ['3', 'count', 3],
    ['1e3', 'requests', 1_000],
    ['.5', 'requests', 0.5],
    ['-1', 'count', -1],
  ] satisfies [string, Measure, number][])('%j of %s is %d', (text, measure, number) => {
    expect(parseQuantity(text, measure)).toEqual({ number });
  });

  it('says what a rate counts, when the unit does', () => {
    expect(parseQuantity('10rps', 'rate')).toEqual({ number: 10, counts: 'requests' });
    expect(parseQuantity('1.2kB', 'rate')).toEqual({ number: 1_200, counts: 'bytes' });
    expect(parseQuantity('10/s', 'rate')).toEqual({ number: 10 });
    expect(parseQuantity('1.5k', 'rate')).toEqual({ number: 1_500 });
  });

  it.each([
    ['', 'count'],
    ['ms', 'milliseconds'],
    ['5kB', 'requests'],
    ['5rps', 'bytes'],
    ['5%', 'milliseconds'],
    ['5ms', 'percent'],
    ['5xrps', 'requests'],
    ['1e999', 'count'],
    ['0x10', 'count'],
    ['1,5', 'count'],
    ['٥', 'count'],
    ['5constructor', 'milliseconds'],
    ['5__proto__', 'requests'],
    ['Infinity', 'requests'],
  ] satisfies [string, Measure][])('is not read from %j as %s', (text, measure) => {
    expect(parseQuantity(text, measure)).toBeUndefined();
  });
});
