import { describe, expect, it } from 'vitest';
import type { Health, HealthStatus } from '../graph/mesh-graph';
import { judgeReplicas } from './judge-replicas';
import { judgeResponses, worseHealth, type ResponseRates } from './judge-responses';
import type { Tolerance } from './tolerances';

function http(...rates: [code: string, rate: number][]): ResponseRates {
  return {
    protocol: 'http',
    direction: 'inbound',
    responses: rates.map(([code, rate]) => ({ code, rate })),
  };
}

function grpc(...rates: [code: string, rate: number][]): ResponseRates {
  return { ...http(...rates), protocol: 'grpc' };
}

describe('requests whose reports name no code', () => {
  it('are unknown, not failed', () => {
    const { status, reasons } = judgeResponses([http(['unknown', 10])]);
    expect({ status, told: reasons.length }).toEqual({ status: 'unknown', told: 1 });
  });

  it('do not dilute what the others say', () => {
    expect(judgeResponses([http(['unknown', 1000], ['200', 9], ['500', 1])]).status).toBe('failing');
  });
});

describe('the default tolerances', () => {
  it.each<[ResponseRates, HealthStatus]>([
    [http(['200', 10]), 'healthy'],
    [http(['200', 9999], ['500', 1]), 'degraded'],
    [http(['200', 9.01], ['500', 0.99]), 'degraded'],
    [http(['200', 9], ['500', 1]), 'failing'],
    [http(['200', 2.7], ['500', 0.3]), 'failing'],
    [http(['200', 91], ['404', 9]), 'healthy'],
    [http(['200', 90], ['404', 10]), 'degraded'],
    [http(['200', 81], ['404', 19]), 'degraded'],
    [http(['200', 80], ['404', 20]), 'failing'],
    [http(['200', 99], ['-', 1]), 'degraded'],
    [http(['200', 90], ['-', 10]), 'failing'],
    [http(['-', 1]), 'failing'],
    [http(['418', 5], ['404', 5], ['200', 90]), 'degraded'],
    [http(['302', 1]), 'healthy'],
    [grpc(['0', 10]), 'healthy'],
    [grpc(['0', 95], ['14', 5]), 'degraded'],
    [grpc(['0', 90], ['1', 5], ['16', 5]), 'failing'],
    [grpc(['0', 90], ['17', 10]), 'healthy'],
    [grpc(['0', 90], ['503', 10]), 'failing'],
    [grpc(['0', 95], ['-', 5]), 'degraded'],
    [http(), 'unknown'],
    [http(['500', 0]), 'unknown'],
  ])('judge %j as %s', (group, status) => {
    expect(judgeResponses([group]).status).toBe(status);
  });

  it('do not speak of TCP, whose traffic is healthy as far as responses tell', () => {
    expect(judgeResponses([{ ...http(['-', 5]), protocol: 'tcp' }])).toEqual({
      status: 'healthy',
      reasons: [],
    });
  });

  it('give reasons for everything that is not healthy', () => {
    const judged = judgeResponses([http(['200', 60], ['500', 20], ['404', 20])]);
    expect(judged).toEqual({
      status: 'failing',
      reasons: [
        '20 % of inbound HTTP requests: 5xx; exceeds the 10 % tolerance for failing.',
        '20 % of inbound HTTP requests: 4xx; reaches the 20 % tolerance for failing.',
      ],
    });
  });

  it('name shares too small to print', () => {
    expect(judgeResponses([http(['200', 1e6], ['500', 1])]).reasons).toEqual([
      '< 0.1 % of inbound HTTP requests: 5xx; exceeds the 0 % tolerance for degraded.',
    ]);
  });
});

describe('a tolerance', () => {
  const tolerance: Tolerance = {
    protocol: 'http',
    code: /^429$/,
    words: '429',
    direction: 'outbound',
    degradedShare: 0.25,
    failingShare: 0.5,
  };

  it('speaks only of its direction', () => {
    const group = http(['200', 1], ['429', 1]);
    expect(judgeResponses([group], [tolerance]).status).toBe('healthy');
    expect(judgeResponses([{ ...group, direction: 'outbound' }], [tolerance]).status).toBe('failing');
  });

  it('includes its boundaries', () => {
    const at = (bad: number, good: number) =>
      judgeResponses([{ ...http(['200', good], ['429', bad]), direction: 'outbound' }], [tolerance]).status;
    expect(at(24, 76)).toBe('healthy');
    expect(at(25, 75)).toBe('degraded');
    expect(at(49, 51)).toBe('degraded');
    expect(at(50, 50)).toBe('failing');
  });

  it('is not about requests that never came', () => {
    const every = { ...tolerance, direction: 'any', degradedShare: 0, failingShare: 0 } as const;
    expect(judgeResponses([http(['200', 1])], [every])).toEqual({ status: 'healthy', reasons: [] });
    expect(judgeResponses([http(['200', 1e9], ['429', 1])], [every]).status).toBe('failing');
  });
});

describe('several groups', () => {
  it('are judged one by one, and the worst counts', () => {
    const bad = http(['500', 1], ['200', 1]);
    const good = { ...http(['200', 1000]), direction: 'outbound' as const };
    expect(judgeResponses([good, bad]).status).toBe('failing');
    expect(judgeResponses([bad, good])).toEqual(judgeResponses([good, bad]));
  });
});

describe('worseHealth', () => {
  const order: HealthStatus[] = ['unknown', 'healthy', 'notReady', 'degraded', 'failing'];
  const of = (status: HealthStatus): Health => ({ status, reasons: [`because ${status}`] });

  it('takes the worse of any two, in either order, with the reasons of the worse first', () => {
    for (const [i, low] of order.entries()) {
      for (const high of order.slice(i + 1)) {
        const expected = { status: high, reasons: [`because ${high}`, `because ${low}`] };
        expect(worseHealth(of(low), of(high))).toEqual(expected);
        expect(worseHealth(of(high), of(low))).toEqual(expected);
      }
    }
  });

  it('says the same thing once', () => {
    expect(worseHealth(of('failing'), of('failing')).reasons).toEqual(['because failing']);
  });
});

describe('judgeReplicas', () => {
  it.each<[number, number, Health]>([
    [0, 0, { status: 'notReady', reasons: ['Scaled to 0 replicas.'] }],
    [3, 3, { status: 'healthy', reasons: [] }],
    [3, 4, { status: 'healthy', reasons: [] }],
    [3, 2, { status: 'degraded', reasons: ['2 of 3 replicas are available.'] }],
    [3, 0, { status: 'failing', reasons: ['0 of 3 replicas are available.'] }],
  ])('of %i wanted replicas %i are available', (desired, available, health) => {
    expect(judgeReplicas({ desired, ready: available, available })).toEqual(health);
  });
});
