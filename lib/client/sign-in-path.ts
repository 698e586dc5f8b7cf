import { readReturnPath } from '@/lib/core/mesh/return-path';
import { ownPath } from './own-address';
import { RequestFailure } from './request-failure';

export const SIGN_IN_PATH = '/sign-in';

/** Where to sign in, and to come back from to what is looked at now. */
export function signInPath({
  pathname,
  search,
  hash,
}: Pick<Location, 'pathname' | 'search' | 'hash'>): string {
  const here = readReturnPath(`${ownPath(pathname)}${search}${hash}`);
  return here === '/' ? SIGN_IN_PATH : `${SIGN_IN_PATH}?returnTo=${encodeURIComponent(here)}`;
}

/** Whether an answer says that nobody is signed in, or not any more. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof RequestFailure && error.details.problem?.code === 'not-signed-in';
}
