import { describe, expect, it } from 'vitest';
import { parseTolerance, type WrittenTolerance } from './parse-tolerance';
import type { Tolerance } from './tolerances';

const written: WrittenTolerance = {
  code: '5XX',
  protocol: 'http',
  direction: 'inbound',
  degraded: 1,
  failure: 10,
};

function parse(more: Partial<WrittenTolerance>): Tolerance {
  const parsed = parseTolerance({ ...written, ...more });
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.value;
}

function refusal(more: Partial<WrittenTolerance>): string {
  const parsed = parseTolerance({ ...written, ...more });
  return parsed.ok ? 'accepted' : `${parsed.problem.field} ${parsed.problem.message}`;
}

describe('a written tolerance', () => {
  it('has percentages, which become shares', () => {
    expect(parse({ degraded: 0.5, failure: 12.5 })).toMatchObject({
      degradedShare: 0.005,
      failingShare: 0.125,
    });
  });

  it.each([
    ['5XX', '503', true],
    ['5xx', '503', true],
    ['5xX', '50', false],
    ['5XX', '5xx', false],
    ['4X[0-8]', '418', true],
    ['[45]XX', '404', true],
    ['400|500', '500', true],
    ['400|500', '5000', false],
    ['^[1-9]$|^1[0-6]$', '14', true],
    ['^[1-9]$|^1[0-6]$', '17', false],
    ['\\d+', '0', true],
    ['-', '-', true],
    ['-', '5-', false],
  ])('with code %s takes %s: %s', (code, answer, taken) => {
    expect(parse({ code }).code.test(answer)).toBe(taken);
  });

  it.each([
    ['http', ['http']],
    ['http|grpc', ['http', 'grpc']],
    ['.*', ['http', 'grpc']],
    ['', ['http', 'grpc']],
    ['g.+', ['grpc']],
  ])('with protocol %j speaks of %j', (protocol, protocols) => {
    expect(parse({ protocol }).protocols).toEqual(protocols);
  });

  it.each([
    ['inbound', ['inbound']],
    ['.*bound', ['inbound', 'outbound']],
    ['', ['inbound', 'outbound']],
  ])('with direction %j speaks of %j', (direction, directions) => {
    expect(parse({ direction }).directions).toEqual(directions);
  });

  it.each([
    ['5XX', '5xx'],
    ['-', 'no response'],
    ['^-$', 'no response'],
    ['429', 'code 429'],
    ['[45]XX', 'codes like [45]XX'],
  ])('calls the responses of code %s "%s"', (code, words) => {
    expect(parse({ code }).words).toBe(words);
  });

  it.each<[Partial<WrittenTolerance>, string]>([
    [{ code: '' }, 'code is empty'],
    [{ code: '(5XX' }, 'code has a "(" without ")"'],
    [{ code: '\\x35' }, 'code has the escape "\\x", which is not supported'],
    [{ protocol: 'htpp' }, 'protocol takes none of http, grpc'],
    [{ protocol: 'tcp' }, 'protocol takes none of http, grpc'],
    [{ direction: 'in' }, 'direction takes none of inbound, outbound'],
    [{ direction: '*' }, 'direction repeats nothing'],
    [{ degraded: -1 }, 'degraded is not a percentage of 0 or more'],
    [{ failure: Number.NaN }, 'failure is not a percentage of 0 or more'],
    [{ failure: Infinity }, 'failure is not a percentage of 0 or more'],
    [{ degraded: 11 }, 'degraded is above failure'],
  ])('of %j is refused: %s', (more, message) => {
    expect(refusal(more)).toBe(message);
  });

  it('may have equal limits', () => {
    expect(refusal({ degraded: 10, failure: 10 })).toBe('accepted');
  });
});
