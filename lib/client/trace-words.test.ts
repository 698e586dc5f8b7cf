import { describe, expect, it } from 'vitest';
import { describeOutcome, describeSampling } from './trace-words';

describe('how a request ended', () => {
  it.each([
    [{ code: '200' }, '200'],
    [{ code: '503', flags: 'UH' }, '503 · no healthy endpoint (UH)'],
    [
      { code: '503', flags: 'UF,URX' },
      '503 · the connection to the server failed (UF) · every retry failed (URX)',
    ],
    [{ code: '200', grpcStatus: '14' }, 'gRPC 14 UNAVAILABLE'],
    [{ code: '200', grpcStatus: '99' }, 'gRPC 99'],
    [{ code: '0', flags: 'DC' }, 'no response · the client went away (DC)'],
    [{ flags: 'constructor' }, 'constructor'],
    [{ code: '\u202e' }, '\\u{202e}'],
    [{}, 'no status'],
  ])('%j reads %s', (outcome, words) => {
    expect(describeOutcome(outcome)).toBe(words);
  });
});

describe('how many requests a list is a sample of', () => {
  const filter = { errors: false };
  it.each([
    [
      { sampled: 41, isSampledAtLeast: false, requests: 2_312, filter },
      '41 of about 2\u2009300 requests traced',
    ],
    [{ sampled: 3, isSampledAtLeast: false, requests: 61.4, filter }, '3 of about 61 requests traced'],
    [
      { sampled: 100, isSampledAtLeast: true, requests: 9_000, filter: { errors: true } },
      '100 or more of about 9\u2009000 failed requests traced',
    ],
    [{ sampled: 7, isSampledAtLeast: false, filter: { ...filter, minDurationMs: 50 } }, '7 traces found'],
  ])('is said in words: %j', (answer, words) => {
    expect(describeSampling(answer)).toBe(words);
  });
});
