import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { findUser, type EmbeddedUser } from './access-users';
import { ApiError } from './api-error';

const loopbackHosts = new Set(['127.0.0.1', 'localhost', '[::1]']);

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/**
 * Refuses what a browser could be tricked into sending: names that merely resolve to loopback (DNS rebinding) and
 * requests of web pages, which carry an Origin. Throws a 403, or a 401 when a token is demanded and not given, or is
 * nobody's. Returns the user of the token, if it is a user's.
 */
export function guardRequest(
  request: IncomingMessage,
  { token, users = [] }: { readonly token?: string | undefined; readonly users?: readonly EmbeddedUser[] },
): EmbeddedUser | undefined {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
  if (!loopbackHosts.has(host)) {
    throw new ApiError(
      403,
      'Forbidden',
      'forbidden: the embedded cluster only answers to loopback host names',
    );
  }
  if (request.headers.origin !== undefined) {
    throw new ApiError(403, 'Forbidden', 'forbidden: the embedded cluster does not answer web pages');
  }
  const given = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (given === undefined && token === undefined) return undefined;
  const user = findUser(users, given ?? '');
  if (user !== undefined) return user;
  // Digests have equal lengths, which the constant-time comparison needs.
  const isOurs =
    token === undefined ? users.length === 0 : timingSafeEqual(digest(given ?? ''), digest(token));
  if (!isOurs) throw new ApiError(401, 'Unauthorized', 'Unauthorized');
  return undefined;
}
