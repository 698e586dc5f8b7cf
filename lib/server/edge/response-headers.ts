import 'server-only';
import type { EdgeConfig } from './edge-config';

/** Powers of the browser that no page of ours uses. */
const UNUSED_POWERS = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'publickey-credentials-get',
  'usb',
];

/** What every answer carries, whoever wrote it. `nonce` is for pages: their own scripts and style tags name it. */
export function responseHeaders(
  { frameAncestors, hstsSeconds }: EdgeConfig,
  nonce?: string,
): Readonly<Record<string, string>> {
  return {
    'content-security-policy':
      nonce === undefined ? nothing(frameAncestors) : pagePolicy(nonce, frameAncestors),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': UNUSED_POWERS.map((power) => `${power}=()`).join(', '),
    // For browsers that do not know `frame-ancestors`.
    ...(frameAncestors === "'none'" ? { 'x-frame-options': 'DENY' } : {}),
    ...(hstsSeconds === 0 ? {} : { 'strict-transport-security': `max-age=${hstsSeconds}` }),
  };
}

/** A page runs the scripts that carry this request's nonce and what those load, and talks to nobody but us. */
export function pagePolicy(nonce: string, frameAncestors: string): string {
  return [
    "default-src 'none'",
    // Browsers that know `strict-dynamic` pass over `self`, which is for those that do not.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self' 'nonce-${nonce}'`,
    // Attributes alone, for places that are computed: they cannot load or select anything.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${frameAncestors}`,
  ].join('; ');
}

/** What is no page needs nothing; scripts of ours that run in workers load each other. */
function nothing(frameAncestors: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    `frame-ancestors ${frameAncestors}`,
  ].join('; ');
}
