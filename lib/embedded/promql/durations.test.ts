import { expect, test } from 'vitest';
import { formatDurationMs, parseDurationMs } from './durations';

test.each([
  ['5m', 300_000],
  ['1h30m', 5_400_000],
  ['1d12h', 129_600_000],
  ['1y', 31_536_000_000],
  ['2w', 1_209_600_000],
  ['15ms', 15],
  ['0s', 0],
  ['', undefined],
  ['5', undefined],
  ['30m1h', undefined],
  ['5m5m', undefined],
  ['1.5h', undefined],
  ['300y', undefined],
])('%j is %j milliseconds', (text, wanted) => {
  expect(parseDurationMs(text)).toBe(wanted);
});

test.each([
  [0, '0s'],
  [300_000, '5m'],
  [5_415_015, '1h30m15s15ms'],
  [8 * 86_400_000, '8d'],
  [14 * 86_400_000, '2w'],
])('%i milliseconds are spelled %s', (durationMs, wanted) => {
  expect(formatDurationMs(durationMs)).toBe(wanted);
  expect(parseDurationMs(wanted)).toBe(durationMs);
});
