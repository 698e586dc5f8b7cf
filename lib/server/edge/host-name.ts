import 'server-only';

const NAME = /^[a-z0-9_]([-a-z0-9_]{0,61}[a-z0-9_])?(\.[a-z0-9_]([-a-z0-9_]{0,61}[a-z0-9_])?)*$/;
const IPV6 = /^\[[0-9a-f:.]{2,45}\]$/;

/** A host without port, in small letters, IPv6 in brackets; undefined where it is none. */
export function readHostName(text: string): string | undefined {
  const name = text.toLowerCase();
  if (name.length > 253) return undefined;
  return NAME.test(name) || IPV6.test(name) ? name : undefined;
}

/** The name in a `Host` header; undefined where that is malformed. */
export function readHostHeader(header: string): string | undefined {
  return readHostName(header.replace(/:\d{1,5}$/, ''));
}
