import { describe, expect, it } from 'vitest';
import { isUpstreamFailure } from '@/lib/services/upstream-failure';
import {
  kindOfStatus,
  kindOfTransportError,
  readRetryAfterSeconds,
  toUpstreamError,
} from './classify-failure';
import { UpstreamError } from './upstream-error';

describe('transport errors', () => {
  it.each([
    ['ECONNREFUSED', 'unreachable'],
    ['ECONNRESET', 'unreachable'],
    ['EHOSTUNREACH', 'unreachable'],
    ['ENOTFOUND', 'dns'],
    ['EAI_AGAIN', 'dns'],
    ['CERT_HAS_EXPIRED', 'tls'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls'],
    ['EPROTO', 'tls'],
    ['ETIMEDOUT', 'timeout'],
    ['HPE_INVALID_CONSTANT', 'malformed'],
    ['Z_DATA_ERROR', 'malformed'],
  ])('%s is %s', (code, kind) => {
    expect(kindOfTransportError(Object.assign(new Error('x'), { code }))).toBe(kind);
  });

  it.each([undefined, null, 'text', 5, {}, { code: 5 }])('%j is unreachable', (error) => {
    expect(toUpstreamError('jaeger', error).kind).toBe('unreachable');
  });
});

describe('statuses', () => {
  it.each([
    [302, 'redirected'],
    [400, 'badRequest'],
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'notFound'],
    [410, 'gone'],
    [418, 'badRequest'],
    [429, 'rateLimited'],
    [500, 'serverError'],
    [501, 'serverError'],
    [502, 'unavailable'],
    [503, 'unavailable'],
    [504, 'timeout'],
  ])('%d is %s', (status, kind) => {
    expect(kindOfStatus(status)).toBe(kind);
  });
});

describe('Retry-After', () => {
  const nowMs = Date.parse('2024-05-01T12:00:00Z');

  it.each([
    ['120', 120],
    [' 0 ', 0],
    ['Wed, 01 May 2024 12:00:30 GMT', 30],
    ['Wed, 01 May 2024 11:00:00 GMT', 0],
    ['soon', undefined],
    ['-5x', undefined],
    [undefined, undefined],
  ])('%j is %s seconds', (header, seconds) => {
    expect(readRetryAfterSeconds(header, nowMs)).toBe(seconds);
  });
});

describe('UpstreamError', () => {
  it('is recognised by services and says only fixed sentences', () => {
    const error = new UpstreamError('prometheus', 'rateLimited', { status: 429, retryAfterSeconds: 3 });
    expect(isUpstreamFailure(error)).toBe(true);
    expect(isUpstreamFailure(new Error('x'))).toBe(false);
    expect(isUpstreamFailure({ ...error })).toBe(false);
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'UpstreamError',
      source: 'prometheus',
      kind: 'rateLimited',
      status: 429,
      retryAfterSeconds: 3,
      publicMessage: 'Prometheus asks us to slow down',
    });
  });
});
