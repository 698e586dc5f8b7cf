import { describe, expect, it } from 'vitest';
import {
  formatAge,
  formatBytesPerSecond,
  formatCount,
  formatMilliseconds,
  formatRate,
  formatShare,
} from './format-numbers';

describe('formatRate', () => {
  it.each([
    [12.4, '12.4 rps'],
    [0, '0 rps'],
    [0.0004, '0.0004 rps'],
    [0.000012345, '0.0000123 rps'],
    [0.000001, '< 0.00001 rps'],
    [1.005, '1 rps'],
    [123.456, '123 rps'],
    [999.6, '1k rps'],
    [12_345, '12.3k rps'],
    [2_500_000, '2.5M rps'],
    [Number.NaN, 'unknown'],
    [Number.POSITIVE_INFINITY, 'unknown'],
  ])('prints %s as %s', (value, text) => expect(formatRate(value)).toBe(text));
});

describe('formatBytesPerSecond', () => {
  it.each([
    [0, '0 B/s'],
    [3_200, '3.2 kB/s'],
    [999.7, '1 kB/s'],
    [12_345_678, '12.3 MB/s'],
    [Number.NaN, 'unknown'],
  ])('prints %s as %s', (value, text) => expect(formatBytesPerSecond(value)).toBe(text));
});

describe('formatShare', () => {
  it.each([
    [0.008, '0.8 %'],
    [0, '0 %'],
    [1, '100 %'],
    [0.99999, '> 99.9 %'],
    [0.999, '99.9 %'],
    [0.000001, '< 0.001 %'],
    [0.4, '40 %'],
    [Number.NaN, 'unknown'],
  ])('prints %s as %s', (value, text) => expect(formatShare(value)).toBe(text));
});

describe('formatMilliseconds', () => {
  it.each([
    [48, '48 ms'],
    [0.4, '0.4 ms'],
    [999.9, '1 s'],
    [1_240, '1.24 s'],
    [Number.NaN, 'unknown'],
  ])('prints %s as %s', (value, text) => expect(formatMilliseconds(value)).toBe(text));
});

describe('formatAge and formatCount', () => {
  it('count in the unit a person would use', () => {
    expect([4, 119, 180, 7_200, 200_000].map(formatAge)).toEqual([
      '4 s ago',
      '119 s ago',
      '3 min ago',
      '2 h ago',
      '2 d ago',
    ]);
  });

  it('does not speak of the future when clocks differ', () => {
    expect(formatAge(-3)).toBe('0 s ago');
  });

  it('sets thousands apart', () => {
    expect(formatCount(4_210)).toBe('4\u2009210');
  });
});
