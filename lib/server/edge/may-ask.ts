import 'server-only';
import type { IncomingHttpHeaders } from 'node:http';
import { readHostHeader } from './host-name';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Whether the name by which we are asked is ours. A page of somebody else whose name was made to lead here (DNS rebinding) has the
 * browser ask under that name: it is the only thing that tells.
 */
export function isOwnHost(header: string | undefined, hosts: readonly string[]): boolean {
  const name = readHostHeader(header ?? '');
  return name !== undefined && (LOOPBACK.has(name) || hosts.includes(name));
}

/**
 * Whether a page of somebody else asks. Browsers say so in `Origin` and `Sec-Fetch-Site`, which scripts cannot set; programs that are
 * no browsers send neither.
 */
export function isForeign(headers: IncomingHttpHeaders, hosts: readonly string[]): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  const { origin, host } = headers;
  return origin !== undefined && !isOwnOrigin(origin, host, hosts);
}

/** A proxy before us may have rewritten `Host`: then the configured names tell. */
function isOwnOrigin(origin: string, host: string | undefined, hosts: readonly string[]): boolean {
  const place = /^https?:\/\/([^/]+)$/i.exec(origin)?.[1]?.toLowerCase();
  if (place === undefined) return false;
  if (place === host?.toLowerCase()) return true;
  const name = readHostHeader(place);
  return name !== undefined && hosts.includes(name);
}
