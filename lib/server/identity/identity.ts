import 'server-only';
import type { ReviewSubject } from '@/lib/adapters/kubernetes/review-access';

/** Somebody who is signed in. */
export interface Identity {
  /** As the frame shows it. */
  readonly name: string;
  /** Of whom the API server is asked. */
  readonly subject: ReviewSubject;
  /** Unix seconds after which it does not count any more; absent where each request proves it anew. */
  readonly expiresAt?: number;
}

/** Kubernetes' own users and groups, such as `system:masters`, are nothing that another system may claim. */
const RESERVED = 'system:';
const MOST_GROUPS = 200;
const LONGEST_NAME = 256;

/** Somebody whom another system has signed in; undefined where the name cannot be that of a person. */
export function nameIdentity(
  user: string,
  groups: readonly string[],
  prefixes: { readonly user: string; readonly groups: string },
): Identity | undefined {
  if (!isName(user)) return undefined;
  const name = `${prefixes.user}${user}`;
  if (name.startsWith(RESERVED)) return undefined;
  const own = groups
    .filter(isName)
    .map((group) => `${prefixes.groups}${group}`)
    .filter((group) => !group.startsWith(RESERVED));
  const all = [...new Set(own)].sort().slice(0, MOST_GROUPS);
  return { name: user, subject: { kind: 'named', user: name, groups: [...all, 'system:authenticated'] } };
}

function isName(text: string): boolean {
  return text !== '' && text.length <= LONGEST_NAME && !/[\p{Cc}]/u.test(text);
}
