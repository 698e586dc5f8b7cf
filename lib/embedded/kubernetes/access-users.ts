import { createHash, timingSafeEqual } from 'node:crypto';
import type { AccessRequest } from './api-context';

/** Somebody whom the embedded API server knows by a bearer token. */
export interface EmbeddedUser {
  readonly token: string;
  readonly name: string;
  readonly groups: readonly string[];
}

/** Lets a user or a group read some namespaces, or all, as the ClusterRole `view` does where it is bound. */
export interface ReadGrant {
  readonly kind: 'User' | 'Group';
  readonly name: string;
  readonly namespaces: readonly string[] | 'all';
}

export interface AccessSubject {
  readonly name: string;
  readonly groups: readonly string[];
}

const READING: ReadonlySet<string> = new Set(['get', 'list', 'watch']);

/** The user of a token; how long that takes does not tell how much of it is right. */
export function findUser(users: readonly EmbeddedUser[], token: string): EmbeddedUser | undefined {
  const given = digest(token);
  return users.find((user) => timingSafeEqual(given, digest(user.token)));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** What the grants let somebody do. Secrets and everything that changes something are refused. */
export function isGranted(
  grants: readonly ReadGrant[],
  { name, groups }: AccessSubject,
  { verb, group, resource, namespace, name: object }: AccessRequest,
): boolean {
  if (!READING.has(verb) || (group === '' && resource === 'secrets')) return false;
  // One namespace is read as something within itself.
  const place = group === '' && resource === 'namespaces' && namespace === '' ? object : namespace;
  return grants
    .filter((grant) => (grant.kind === 'User' ? grant.name === name : groups.includes(grant.name)))
    .some(({ namespaces }) => namespaces === 'all' || (place !== '' && namespaces.includes(place)));
}
