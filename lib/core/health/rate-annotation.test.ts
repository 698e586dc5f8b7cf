import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRateAnnotation } from './rate-annotation';

describe('a health annotation', () => {
  it('is a list of tolerances', () => {
    const { tolerances, problems } = readRateAnnotation('4XX, 20,30 ,http,inbound; 5xx,0.5,10,http|grpc,.*;');
    expect(problems).toEqual([]);
    expect(
      tolerances.map(({ protocols, directions, words, degradedShare, failingShare }) => [
        protocols,
        directions,
        words,
        degradedShare,
        failingShare,
      ]),
    ).toEqual([
      [['http'], ['inbound'], '4xx', 0.2, 0.3],
      [['http', 'grpc'], ['inbound', 'outbound'], '5xx', 0.005, 0.1],
    ]);
  });

  it('is nothing, and no problem, when it is empty', () => {
    expect(readRateAnnotation('')).toEqual({ tolerances: [], problems: [] });
    expect(readRateAnnotation(' ; ;')).toEqual({ tolerances: [], problems: [] });
  });

  it.each([
    ['5XX', 'entry 1 has 1 field instead of 5'],
    ['5XX,0,10,http', 'entry 1 has 4 fields instead of 5'],
    ['5XX,0,10,http,inbound,', 'entry 1 has 6 fields instead of 5'],
    ['5XX,none,10,http,inbound', 'entry 1 has a degraded that is not a number'],
    ['5XX,,10,http,inbound', 'entry 1 has a degraded that is not a number'],
    ['5XX,0,10%,http,inbound', 'entry 1 has a failure that is not a number'],
    ['5XX,0,0x10,http,inbound', 'entry 1 has a failure that is not a number'],
    ['5XX,-1,10,http,inbound', 'entry 1 has a degraded that is not a percentage of 0 or more'],
    ['5XX,20,10,http,inbound', 'entry 1 has a degraded that is above failure'],
    ['(5XX,0,10,http,inbound', 'entry 1 has a code that has a "(" without ")"'],
    [',0,10,http,inbound', 'entry 1 has a code that is empty'],
    ['5XX,0,10,htpp,inbound', 'entry 1 has a protocol that takes none of http, grpc'],
  ])('of %j is left out: %s', (text, problem) => {
    expect(readRateAnnotation(text)).toEqual({ tolerances: [], problems: [problem] });
  });

  it('keeps what is valid beside what is not', () => {
    const { tolerances, problems } = readRateAnnotation('5XX,0,10,http,.*;;oops;4XX,1,2,http,.*');
    expect(tolerances.map(({ words }) => words)).toEqual(['5xx', '4xx']);
    expect(problems).toEqual(['entry 3 has 1 field instead of 5']);
  });

  it('is bounded', () => {
    expect(readRateAnnotation('5XX,0,10,http,.*;'.repeat(64)).tolerances).toHaveLength(64);
    expect(readRateAnnotation('5XX,0,10,http,.*;'.repeat(65)).problems).toEqual([
      'it has more than 64 entries',
    ]);
    expect(readRateAnnotation('5'.repeat(4097)).problems).toEqual(['it has more than 4096 characters']);
  });

  it('never throws, and gives limits that are percentages in order', () => {
    const word = fc.constantFrom(
      '5XX',
      '-',
      '(',
      '0',
      '10',
      '.5',
      '1e9',
      'http',
      '.*',
      ',',
      ';',
      ' ',
      '\u0000',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(word, { maxLength: 30 }).map((w) => w.join('')),
      fc.array(word, { maxLength: 10 }).map((w) => w.join(',')),
    );
    fc.assert(
      fc.property(text, (written) => {
        for (const { degradedShare, failingShare } of readRateAnnotation(written).tolerances) {
          expect(degradedShare).toBeGreaterThanOrEqual(0);
          expect(failingShare).toBeGreaterThanOrEqual(degradedShare);
        }
      }),
    );
  });
});
