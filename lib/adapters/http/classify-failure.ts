import type { UpstreamFailureKind, UpstreamSource } from '@/lib/services/upstream-failure';
import { UpstreamError } from './upstream-error';

const DNS_CODES = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME']);
const TLS_PREFIXES = [
  'ERR_TLS',
  'ERR_SSL',
  'CERT_',
  'CRL_',
  'UNABLE_TO_',
  'SELF_SIGNED',
  'DEPTH_ZERO',
  'HOSTNAME_MISMATCH',
];
const TLS_CODES = new Set([
  'EPROTO',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
  'ERROR_IN_CERT_NOT_AFTER_FIELD',
]);
const MALFORMED_PREFIXES = ['HPE_', 'Z_'];

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

/** The kind a socket, TLS, parser or decompression error stands for. */
export function kindOfTransportError(error: unknown): UpstreamFailureKind {
  const code = codeOf(error);
  if (DNS_CODES.has(code)) return 'dns';
  if (TLS_CODES.has(code) || TLS_PREFIXES.some((prefix) => code.startsWith(prefix))) return 'tls';
  if (MALFORMED_PREFIXES.some((prefix) => code.startsWith(prefix))) return 'malformed';
  if (code === 'ETIMEDOUT') return 'timeout';
  return 'unreachable';
}

/** The error for whatever a socket threw; an UpstreamError passes unchanged. */
export function toUpstreamError(source: UpstreamSource, error: unknown): UpstreamError {
  return error instanceof UpstreamError ? error : new UpstreamError(source, kindOfTransportError(error));
}

/** The kind an HTTP status outside 2xx stands for. */
export function kindOfStatus(status: number): UpstreamFailureKind {
  if (status >= 300 && status < 400) return 'redirected';
  switch (status) {
    case 401:
      return 'unauthorized';
    case 403:
      return 'forbidden';
    case 404:
      return 'notFound';
    case 408:
    case 504:
      return 'timeout';
    case 410:
      return 'gone';
    case 413:
      return 'tooLarge';
    case 429:
      return 'rateLimited';
    case 502:
    case 503:
      return 'unavailable';
    default:
      return status >= 400 && status < 500 ? 'badRequest' : 'serverError';
  }
}

/**
 * Seconds to wait according to a `Retry-After` header, in either of its forms.
 * @param nowMs the present, for the date form
 */
export function readRetryAfterSeconds(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header.trim());
  const atMs = Date.parse(header);
  return Number.isNaN(atMs) ? undefined : Math.max(0, Math.ceil((atMs - nowMs) / 1000));
}
