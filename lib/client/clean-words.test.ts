import { describe, expect, it } from 'vitest';
import type { PlaintextHistory } from '@/lib/contracts/plaintext-history';
import { describeClean, lastSeenText } from './clean-words';
import type { OpenedPart } from './find-opened';
import { samplePosture, sampleService } from './sample-posture';

const AT = 1_700_000_000;

function history(...lastSeen: readonly (readonly [place: string, ago: number, caller?: string])[]) {
  const told: PlaintextHistory = {
    at: AT,
    lookBackSeconds: 86_400,
    stepSeconds: 900,
    workloads: lastSeen.map(([place, ago, caller]) => {
      const [namespace = '', name = ''] = place.split('/');
      const [from, who] = caller?.split('/') ?? [];
      const seen = { firstSeen: AT - 80_000, lastSeen: AT - ago };
      const named = from === undefined || who === undefined ? {} : { namespace: from, name: who };
      return { namespace, name, lastSeen: AT - ago, callers: [{ ...named, ...seen }] };
    }),
    sources: samplePosture([]).sources,
    warnings: [],
    queries: [],
  };
  return told;
}

const api: OpenedPart = { kind: 'service', entry: sampleService('b/api', { workloads: ['api-v1'] }) };

describe('for how long traffic has been clean', () => {
  it('is as long as was looked, where there was no plaintext', () => {
    expect(describeClean(history(['c/db', 60]), api)).toBe(
      'No plaintext arrived for 1d, which is as far back as was looked.',
    );
  });

  it('is since it was last seen', () => {
    expect(describeClean(history(['b/api-v1', 7_200]), api)).toMatch(
      /^Clean for 2h: plaintext was last seen .*, give or take 15m\.$/,
    );
  });

  it('is not at all while it still arrives', () => {
    expect(describeClean(history(['b/api-v1', 600]), api)).toBe('Plaintext is still arriving.');
  });

  it('is not known where nobody looked', () => {
    expect(describeClean(undefined, api)).toBeUndefined();
    const { lookBackSeconds: _none, ...nothing } = history();
    expect(describeClean(nothing, api)).toMatch(/not known/);
  });
});

describe('when a caller was last seen', () => {
  const blocker = { namespace: 'b', workload: 'api-v1', caller: { namespace: 'a', name: 'web' } };

  it('is told by name, else by what arrived from nobody', () => {
    expect(lastSeenText(history(['b/api-v1', 60, 'a/web']), blocker)).toBe('last seen in the last 15m');
    expect(lastSeenText(history(['b/api-v1', 9_000]), blocker)).toMatch(/^last seen \S/);
  });

  it('is left out where nobody knows', () => {
    expect(lastSeenText(undefined, blocker)).toBeUndefined();
    expect(lastSeenText(history(['b/api-v1', 60, 'a/other']), blocker)).toBeUndefined();
    expect(lastSeenText(history(), blocker)).toBeUndefined();
  });
});
