import { describe, expect, it } from 'vitest';
import { describeFinding, describeOutcome, describeSampling } from './trace-words';

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

describe('what explains a trace', () => {
  const finding = {
    kind: 'failed' as const,
    spanId: 's',
    from: 'reviews',
    to: 'ratings',
    isFailure: true,
    isDenied: false,
    code: '503',
    retries: 0,
    repeats: 0,
    followers: 0,
  };
  it.each([
    [finding, 'reviews → ratings failed: 503'],
    [
      { ...finding, retries: 2, flags: 'URX' },
      'reviews → ratings failed after 2 retries: 503 · every retry failed (URX)',
    ],
    [
      { ...finding, retries: 1, repeats: 1, followers: 2 },
      'reviews → ratings failed after 1 retry and 1 earlier call that failed: 503. 2 other calls did not succeed either',
    ],
    [
      { ...finding, kind: 'denied' as const, isFailure: false, isDenied: true, code: '403' },
      'reviews → ratings was denied: 403',
    ],
    [
      { ...finding, kind: 'retried' as const, isFailure: false, code: '200', retries: 1 },
      'reviews → ratings succeeded after 1 retry',
    ],
    [{ ...finding, kind: 'delayed' as const, flags: 'DI' }, 'reviews → ratings: a delay was injected (DI)'],
    [
      { ...finding, kind: 'slow' as const, from: undefined, ownMs: 90 },
      '90 ms of 200 ms (45 %) went into ratings itself',
    ],
    [
      { ...finding, kind: 'slow' as const, ownMs: 90 },
      '90 ms of 200 ms (45 %) went into the way reviews → ratings, outside of other spans',
    ],
    [{ ...finding, to: '\u202e' }, 'reviews → \\u{202e} failed: 503'],
  ])('%j', (given, words) => {
    expect(describeFinding(given, 200)).toBe(words);
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
      '100 or more of about 9\u2009000 failed or denied requests traced',
    ],
    [{ sampled: 7, isSampledAtLeast: false, filter: { ...filter, minDurationMs: 50 } }, '7 traces found'],
  ])('is said in words: %j', (answer, words) => {
    expect(describeSampling(answer)).toBe(words);
  });
});
