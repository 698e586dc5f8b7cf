import { describe, expect, it } from 'vitest';
import type { HealthStatus } from '../graph/mesh-graph';
import { conclude } from './conclude';
import { judgeResponses, type ResponseRates } from './judge-responses';
import { BUILT_IN_SET, DIRECTIONS, type Tolerance } from './tolerances';

function http(...rates: [code: string, rate: number][]): ResponseRates {
  return {
    protocol: 'http',
    direction: 'inbound',
    words: 'inbound HTTP requests',
    responses: rates.map(([code, rate]) => ({ code, rate })),
  };
}

function grpc(...rates: [code: string, rate: number][]): ResponseRates {
  return { ...http(...rates), protocol: 'grpc', words: 'inbound gRPC requests' };
}

const judge = (group: ResponseRates, sets = [BUILT_IN_SET]) => conclude(judgeResponses(group, sets));

describe('requests whose reports name no code', () => {
  it('are unknown, not failed', () => {
    const { status, reasons } = judge(http(['unknown', 10]));
    expect({ status, told: reasons.length }).toEqual({ status: 'unknown', told: 1 });
  });

  it('do not dilute what the others say', () => {
    expect(judge(http(['unknown', 1000], ['200', 9], ['500', 1])).status).toBe('failing');
  });

  it('are not taken by a tolerance of every code', () => {
    const every: Tolerance = {
      protocols: ['http'],
      directions: DIRECTIONS,
      code: { test: () => true },
      words: 'any',
      degradedShare: 2,
      failingShare: 3,
    };
    expect(judge(http(['unknown', 1000], ['200', 1]), [{ tolerances: [every] }]).status).toBe('healthy');
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
    [grpc(['0', 95], ['404', 5]), 'degraded'],
    [grpc(['0', 90], ['503', 10]), 'failing'],
    [grpc(['0', 95], ['-', 5]), 'degraded'],
    [grpc(['0', 90], ['-', 10]), 'failing'],
    [grpc(['200', 1]), 'healthy'],
    [http(), 'unknown'],
    [http(['500', 0]), 'unknown'],
  ])('judge %j as %s', (group, status) => {
    expect(judge(group).status).toBe(status);
  });

  it('give reasons for everything that is not healthy', () => {
    const judged = judge(http(['200', 60], ['500', 20], ['404', 20]));
    expect(judged).toEqual({
      status: 'failing',
      reasons: [
        '20 % of inbound HTTP requests: 5xx; exceeds the 10 % tolerance for failing.',
        '20 % of inbound HTTP requests: 4xx; reaches the 20 % tolerance for failing.',
      ],
    });
  });

  it('name shares too small to print', () => {
    expect(judge(http(['200', 1e6], ['500', 1])).reasons).toEqual([
      '< 0.1 % of inbound HTTP requests: 5xx; exceeds the 0 % tolerance for degraded.',
    ]);
  });
});

describe('a tolerance', () => {
  const tolerance: Tolerance = {
    protocols: ['http'],
    code: /^429$/,
    words: 'code 429',
    directions: ['outbound'],
    degradedShare: 0.25,
    failingShare: 0.5,
  };
  const origin = 'the annotation on Service shop/cart';

  it('speaks only of its direction', () => {
    const group = http(['200', 1], ['429', 1]);
    expect(judge(group, [{ tolerances: [tolerance] }]).status).toBe('healthy');
    const outbound = { ...group, direction: 'outbound' } as const;
    expect(judge(outbound, [{ tolerances: [tolerance] }]).status).toBe('failing');
  });

  it('speaks only of its protocols', () => {
    const both: Tolerance = { ...tolerance, protocols: ['http', 'grpc'], directions: DIRECTIONS };
    const group = grpc(['0', 1], ['429', 1]);
    expect(judge(group, [{ tolerances: [{ ...both, protocols: ['http'] }] }]).status).toBe('healthy');
    expect(judge(group, [{ tolerances: [both] }]).status).toBe('failing');
  });

  it('includes its boundaries', () => {
    const at = (bad: number, good: number) =>
      judge({ ...http(['200', good], ['429', bad]), direction: 'outbound' }, [{ tolerances: [tolerance] }])
        .status;
    expect(at(24, 76)).toBe('healthy');
    expect(at(25, 75)).toBe('degraded');
    expect(at(49, 51)).toBe('degraded');
    expect(at(50, 50)).toBe('failing');
  });

  it('is not about requests that never came', () => {
    const every = { ...tolerance, directions: DIRECTIONS, degradedShare: 0, failingShare: 0 };
    expect(judge(http(['200', 1]), [{ tolerances: [every] }])).toEqual({ status: 'healthy', reasons: [] });
    expect(judge(http(['200', 1e9], ['429', 1]), [{ tolerances: [every] }]).status).toBe('failing');
  });

  it('names whose it is', () => {
    const group = { ...http(['200', 1], ['429', 1]), direction: 'outbound' } as const;
    expect(judge(group, [{ tolerances: [tolerance], origin }]).reasons).toEqual([
      '50 % of inbound HTTP requests: code 429; reaches the 50 % failing tolerance of the annotation on Service shop/cart.',
    ]);
  });

  it('counts beside those of others, the worst first', () => {
    const strict = { tolerances: [{ ...tolerance, directions: DIRECTIONS, failingShare: 0.25 }], origin };
    const { status, reasons } = judge(http(['200', 65], ['429', 25], ['500', 10]), [
      { tolerances: [] },
      BUILT_IN_SET,
      strict,
    ]);
    expect(status).toBe('failing');
    expect(reasons.map((reason) => reason.split(';')[0])).toEqual([
      '10 % of inbound HTTP requests: 5xx',
      '25 % of inbound HTTP requests: 4xx',
      '25 % of inbound HTTP requests: code 429',
    ]);
  });
});

describe('no tolerance at all', () => {
  it('leaves traffic healthy, whatever was answered', () => {
    expect(judge(http(['500', 1]), [{ tolerances: [] }])).toEqual({ status: 'healthy', reasons: [] });
    expect(judge(http(['500', 1]), [])).toEqual({ status: 'healthy', reasons: [] });
  });
});
