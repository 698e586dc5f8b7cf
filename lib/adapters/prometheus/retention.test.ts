import { describe, expect, it } from 'vitest';
import { parseDurationSeconds, readRetentionSeconds } from './retention';

describe('retention', () => {
  it.each([
    ['15d', 1_296_000],
    ['1h30m', 5_400],
    ['0s', 0],
    ['0', 0],
    ['100ms', 0.1],
    ['', undefined],
    ['5', undefined],
    ['-1d', undefined],
    ['1.5h', undefined],
  ])('%j lasts %s seconds', (text, seconds) => {
    expect(parseDurationSeconds(text)).toBe(seconds);
  });

  it.each([
    [{ 'storage.tsdb.retention.time': '30d' }, 2_592_000],
    [{ 'storage.tsdb.retention.time': '0s', 'storage.tsdb.retention.size': '0B' }, 1_296_000],
    [{ 'storage.tsdb.retention.time': '0s', 'storage.tsdb.retention.size': '10GB' }, undefined],
    [{ 'storage.tsdb.retention': '2d', 'storage.tsdb.retention.time': '0s' }, 172_800],
    [{}, undefined],
  ])('flags %j keep data for %s seconds', (flags, seconds) => {
    expect(readRetentionSeconds(new Map(Object.entries(flags)))).toBe(seconds);
  });
});
