import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UpstreamError } from '@/lib/adapters/http/upstream-error';
import {
  parseEnvelope,
  parseMatrix,
  parseScalar,
  parseStrings,
  parseTexts,
  parseVector,
} from './parse-answer';

const resultLike = fc.record(
  {
    resultType: fc.constantFrom('vector', 'matrix', 'scalar', 'string', 'x'),
    result: fc.array(
      fc.oneof(
        fc.jsonValue(),
        fc.record(
          {
            metric: fc.jsonValue(),
            value: fc.jsonValue(),
            values: fc.jsonValue(),
            histogram: fc.jsonValue(),
          },
          { requiredKeys: [] },
        ),
      ),
      { maxLength: 3 },
    ),
  },
  { requiredKeys: [] },
);

describe('parsing', () => {
  it('fails with an UpstreamError only, whatever comes', () => {
    const readers = [parseVector, parseMatrix, parseScalar, parseStrings, parseTexts];
    fc.assert(
      fc.property(fc.oneof(resultLike, fc.jsonValue()), fc.constantFrom(...readers), (data, read) => {
        try {
          read(data);
        } catch (error) {
          expect(error).toBeInstanceOf(UpstreamError);
        }
      }),
      { numRuns: 5_000 },
    );
  });

  it('opens envelopes or fails with an UpstreamError that does not repeat the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        try {
          parseEnvelope(text);
        } catch (error) {
          if (!(error instanceof UpstreamError)) throw error;
          expect(['empty', 'notJson', 'malformed', 'badRequest']).toContain(error.kind);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('reads back every finite value as Prometheus spells it', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const data = { resultType: 'vector', result: [{ metric: {}, value: [1, String(value)] }] };
        expect(parseVector(data).samples[0]?.value).toBe(value + 0);
      }),
    );
  });
});
