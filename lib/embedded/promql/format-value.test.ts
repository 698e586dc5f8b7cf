import { expect, test } from 'vitest';
import { formatPlain, formatValue } from './format-value';

test.each([
  [0, '0'],
  [-0, '-0'],
  [1.5, '1.5'],
  [Number.NaN, 'NaN'],
  [Number.POSITIVE_INFINITY, '+Inf'],
  [Number.NEGATIVE_INFINITY, '-Inf'],
  [1e-6, '0.000001'],
  [1.5e-7, '1.5e-07'],
  [1e-10, '1e-10'],
  [1e20, '100000000000000000000'],
  [1e21, '1e+21'],
  [-2.5e300, '-2.5e+300'],
])('%d is written %s', (value, wanted) => {
  expect(formatValue(value)).toBe(wanted);
});

test.each([
  [1.5e-7, '0.00000015'],
  [-2.5e22, '-25000000000000000000000'],
  [12, '12'],
  [Number.NaN, 'NaN'],
])('%d without exponent is %s', (value, wanted) => {
  expect(formatPlain(value)).toBe(wanted);
});
