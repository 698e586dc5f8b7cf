import { describe, expect, it } from 'vitest';
import { arrival, type SampleArrival } from '@/lib/core/mtls/sample-arrivals';
import { getPlaintextHistory } from './get-plaintext-history';
import type { CallHistory } from './ports';
import { SourceLedger } from './source-ledger';
import { MemoryTelemetry, type MemoryTelemetryOptions } from './testing/memory-telemetry';

const NOW = 1_000_000;
const HOUR = 3_600;

/** Calls in plaintext at these times. */
function seen(from: string, to: string, times: readonly number[], more: SampleArrival = {}): CallHistory {
  const { perSecond: _rate, ...call } = arrival(from, to, { security: 'plaintext', ...more });
  return { ...call, points: times.map((atSeconds) => ({ atSeconds, perSecond: 1 })) };
}

async function ask(options: MemoryTelemetryOptions, namespaces?: readonly string[]) {
  const telemetry = new MemoryTelemetry({
    nowSeconds: NOW,
    traffic: [arrival('a/web', 'b/api')],
    ...options,
  });
  const nowSeconds = () => NOW;
  const answer = await getPlaintextHistory(
    { telemetry, ledger: new SourceLedger(nowSeconds), nowSeconds },
    { windowSeconds: 60, ...(namespaces === undefined ? {} : { namespaces }) },
  );
  if (!answer.ok) throw new Error(answer.problem.message);
  return { answer: answer.value, telemetry };
}

describe('the history of plaintext', () => {
  it('tells when it last arrived at a workload, and from whom', async () => {
    const { answer } = await ask({
      history: [
        seen('?', 'b/api', [NOW - 8 * HOUR, NOW - 2 * HOUR]),
        seen('a/old', 'b/api', [NOW - 5 * HOUR]),
        seen('a/web', 'c/db', [NOW - HOUR], { protocol: 'tcp' }),
      ],
    });
    expect(answer.workloads).toEqual([
      {
        namespace: 'b',
        name: 'api',
        lastSeen: NOW - 2 * HOUR,
        callers: [
          { firstSeen: NOW - 8 * HOUR, lastSeen: NOW - 2 * HOUR },
          { namespace: 'a', name: 'old', firstSeen: NOW - 5 * HOUR, lastSeen: NOW - 5 * HOUR },
        ],
      },
      {
        namespace: 'c',
        name: 'db',
        lastSeen: NOW - HOUR,
        callers: [{ namespace: 'a', name: 'web', firstSeen: NOW - HOUR, lastSeen: NOW - HOUR }],
      },
    ]);
  });

  it('leaves out what was reported and never happened', async () => {
    const idle = { ...seen('?', 'b/api', []), points: [{ atSeconds: NOW, perSecond: 0 }] };
    expect((await ask({ history: [idle] })).answer.workloads).toEqual([]);
  });

  it.each([
    ['a day', undefined, 86_400],
    ['as long as Prometheus has samples', NOW - 7 * HOUR, 21_600],
    ['an hour where there is little more', NOW - 2 * HOUR, 3_600],
    ['some minutes where it has just begun', NOW - 60, 600],
  ])('looks back %s', async (_title, sinceSeconds, lookBackSeconds) => {
    const { answer, telemetry } = await ask(sinceSeconds === undefined ? {} : { sinceSeconds });
    expect(answer.lookBackSeconds).toBe(lookBackSeconds);
    expect(telemetry.histories.map(({ calls }) => [calls.protocol, calls.unprotected])).toEqual([
      [undefined, true],
      ['tcp', true],
    ]);
    expect(telemetry.histories[0]?.startSeconds).toBe(NOW - lookBackSeconds + answer.stepSeconds);
  });

  it('asks about each namespace by itself', async () => {
    const { telemetry } = await ask({}, ['b', 'c']);
    expect(telemetry.histories.map(({ calls }) => calls.destination?.namespace)).toEqual([
      'b',
      'b',
      'c',
      'c',
    ]);
    const many = await ask({ history: [seen('?', 'b/api', [NOW])] }, ['a', 'c', 'd', 'e', 'f', 'g']);
    expect(many.telemetry.histories).toHaveLength(2);
    expect(many.answer.workloads).toEqual([]);
  });

  it('does not call clean what nobody knows', async () => {
    expect((await ask({ traffic: [] })).answer.lookBackSeconds).toBeUndefined();
    const { answer } = await ask({ isDown: true });
    expect(answer.lookBackSeconds).toBeUndefined();
    expect(answer.sources.prometheus.status).not.toBe('ok');
  });
});
