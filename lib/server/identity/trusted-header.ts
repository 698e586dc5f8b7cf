import 'server-only';
import { createHash, timingSafeEqual } from 'node:crypto';
import net from 'node:net';
import { nameIdentity, type Identity } from './identity';
import type { HeaderConfig } from './identity-config';
import type { RequestFacts } from './request-facts';

/**
 * Who a proxy before us says is asking; undefined where that cannot be believed. The request must come from the proxy,
 * by its secret or its address, and no trace of a second word may be in it: proxies that join, rename or drop headers
 * have let people say who they are.
 */
export function readTrustedIdentity(
  headers: Headers,
  facts: RequestFacts | undefined,
  config: HeaderConfig,
): Identity | undefined {
  const { userHeader, groupsHeader, secret } = config;
  // Nobody noted how the headers came: a repeated one could not be told from one that holds a comma.
  if (facts === undefined || !isFromProxy(headers, facts, config)) return undefined;
  const own = [userHeader, groupsHeader, ...(secret === undefined ? [] : [secret.header])];
  if (own.some((name) => facts.repeated.includes(name))) return undefined;
  const names = [...headers.keys()].map((name) => name.toLowerCase());
  // `X_Forwarded_User` becomes the same variable as `X-Forwarded-User` behind CGI and WSGI, and some proxies pass it on.
  if (names.some((name) => !own.includes(name) && own.includes(name.replaceAll(/[_.\s]/g, '-'))))
    return undefined;
  // A client that names a header as the connection's own makes some proxies drop it, or what they put there.
  const connection = (headers.get('connection') ?? '').toLowerCase().split(',');
  if (connection.some((token) => own.includes(token.trim().replaceAll('_', '-')))) return undefined;
  const user = headers.get(userHeader) ?? '';
  // One name: a list would be that of two words joined.
  if (user.includes(',')) return undefined;
  const groups = (headers.get(groupsHeader) ?? '').split(',').map((group) => group.trim());
  return nameIdentity(user.trim(), groups, config.prefixes);
}

/** Where both are configured, both must hold. */
function isFromProxy(headers: Headers, { peer }: RequestFacts, { secret, peers }: HeaderConfig): boolean {
  if (secret !== undefined && !isEqual(headers.get(secret.header) ?? '', secret.value)) return false;
  if (peers === undefined) return secret !== undefined;
  const family = net.isIP(peer);
  return family !== 0 && peers.check(peer, family === 6 ? 'ipv6' : 'ipv4');
}

/** Digests have equal lengths, which the comparison in constant time needs. */
function isEqual(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
