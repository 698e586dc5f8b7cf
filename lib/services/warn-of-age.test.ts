import { describe, expect, it } from 'vitest';
import type { KindStatus } from './ports';
import { SourceLedger } from './source-ledger';
import { MemoryCluster } from './testing/memory-cluster';
import { warnOfAge } from './warn-of-age';

const AT = Date.parse('2026-03-10T12:00:00Z') / 1000;
const HOUR = 3600;

function warn(
  created: Readonly<Record<string, string | number | undefined>>,
  namespaces: readonly string[] | undefined,
  windowSeconds: number,
  status: Partial<KindStatus> = {},
): string[] {
  const objects = Object.entries(created).map(([name, creationTimestamp]) => ({
    metadata: { name, creationTimestamp },
  }));
  const nowSeconds = () => AT;
  const cluster = new MemoryCluster({ namespaces: objects }, { namespaces: status });
  const request = { windowSeconds, ...(namespaces === undefined ? {} : { namespaces }) };
  const warnings = warnOfAge({ ledger: new SourceLedger(nowSeconds), nowSeconds, cluster }, request, AT);
  for (const { code } of warnings) expect(code).toBe('window-exceeds-age');
  return warnings.map(({ message }) => message);
}

describe('a window longer than the age of a namespace', () => {
  const created = { shop: '2026-03-10T09:00:00Z', old: '2020-01-01T00:00:00Z' };

  it('is warned of, with the age', () => {
    expect(warn(created, ['shop', 'old'], 6 * HOUR)).toEqual([
      'The window of 6h is longer than the age of shop (3h): rates are averages over all of it.',
    ]);
  });

  it.each([
    [3 * HOUR, 0],
    [3 * HOUR + 1, 1],
  ])('of %s seconds gives %s warnings', (windowSeconds, count) => {
    expect(warn(created, ['shop'], windowSeconds)).toHaveLength(count);
  });

  it('concerns namespaces that were asked for by name only', () => {
    expect(warn(created, ['old'], 6 * HOUR)).toEqual([]);
    expect(warn(created, undefined, 6 * HOUR)).toEqual([]);
    expect(warn(created, [], 6 * HOUR)).toEqual([]);
    expect(warn(created, ['ghost'], 6 * HOUR)).toEqual([]);
  });

  it('names five at most, the youngest first, in one warning', () => {
    const many = Object.fromEntries(
      [5, 1, 7, 3, 2, 6, 4].map((hours) => [
        `ns${hours}`,
        new Date((AT - hours * HOUR) * 1000).toISOString(),
      ]),
    );
    expect(warn(many, Object.keys(many), 8 * HOUR)).toEqual([
      'The window of 8h is longer than the age of ns1 (1h), ns2 (2h), ns3 (3h), ns4 (4h), ns5 (5h) and 2 more: rates are averages over all of it.',
    ]);
  });

  it('tells ages shortly, and of one that was made later that it was not there', () => {
    const [message] = warn(
      { a: '2026-03-09T08:58:51Z', b: '2026-03-10T11:59:59.900Z', later: '2026-03-11T00:00:00Z' },
      ['a', 'b', 'later'],
      7 * 24 * HOUR,
    );
    expect(message).toContain('later (not yet there), b (1s), a (1d3h):');
  });

  it('is not claimed where ages are not known', () => {
    expect(warn({ a: undefined, b: 'yesterday', c: 7, d: '' }, ['a', 'b', 'c', 'd'], 6 * HOUR)).toEqual([]);
    for (const state of ['forbidden', 'unavailable', 'syncing'] as const)
      expect(warn(created, ['shop'], 6 * HOUR, { state })).toEqual([]);
    const nowSeconds = () => AT;
    const ports = { ledger: new SourceLedger(nowSeconds), nowSeconds };
    expect(warnOfAge(ports, { namespaces: ['shop'], windowSeconds: 6 * HOUR }, AT)).toEqual([]);
  });
});
