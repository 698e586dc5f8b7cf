import { expect, it } from 'vitest';
import { printAge } from './printed-age';

const now = Date.parse('2026-03-01T00:00:00Z');
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

it.each([
  [0, '0s'],
  [119 * second, '119s'],
  [2 * minute, '2m'],
  [9 * minute + 5 * second, '9m5s'],
  [30 * minute, '30m'],
  [3 * hour + 20 * minute, '3h20m'],
  [47 * hour, '47h'],
  [2 * day + 4 * hour, '2d4h'],
  [100 * day, '100d'],
  [800 * day, '2y'],
  [-5 * minute, '0s'],
])('prints an age of %d ms as %s', (ageMs, expected) => {
  expect(printAge(new Date(now - ageMs).toISOString(), now)).toBe(expected);
});

it('prints a missing creation time as unknown', () => {
  expect(printAge(undefined, now)).toBe('<unknown>');
});
