import { describe, expect, it } from 'vitest';
import { RequestFailure } from './request-failure';
import { isSignedOut, signInPath } from './sign-in-path';

const at = (pathname: string, search = '', hash = '') => ({ pathname, search, hash });

describe('the way to sign in', () => {
  it('remembers the view, with all that its address holds', () => {
    expect(signInPath(at('/graph', '?ns=shop&window=5m', '#x'))).toBe(
      '/sign-in?returnTo=%2Fgraph%3Fns%3Dshop%26window%3D5m%23x',
    );
  });

  it('does not lead back to itself', () => {
    expect(signInPath(at('/sign-in', '?returnTo=/graph'))).toBe('/sign-in');
  });

  it('is taken for answers that say so, and for no other failure', () => {
    const problem = (code: string) =>
      new RequestFailure('problem', 'x', {
        status: 401,
        problem: { type: `docs/errors/${code}.md`, title: 'x', status: 401, code, detail: 'x' },
      });
    expect(isSignedOut(problem('not-signed-in'))).toBe(true);
    expect(isSignedOut(problem('token-refused'))).toBe(false);
    expect(isSignedOut(new RequestFailure('badAnswer', 'x', { status: 401 }))).toBe(false);
    expect(isSignedOut(new Error('x'))).toBe(false);
  });
});
