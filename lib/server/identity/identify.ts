import 'server-only';
import type { Identity } from './identity';
import type { IdentityConfig } from './identity-config';
import { readBearer } from './read-bearer';
import { readRequestFacts } from './request-facts';
import { openCookie } from './session-cookie';
import { readTrustedIdentity } from './trusted-header';

/** Who asks, as far as the request itself tells; undefined for nobody. A token is not yet known to be good. */
export async function identify(
  headers: Headers,
  config: Exclude<IdentityConfig, { mode: 'none' }>,
): Promise<Identity | undefined> {
  switch (config.mode) {
    case 'header':
      return readTrustedIdentity(headers, readRequestFacts(headers), config);
    case 'token': {
      const bearer = readBearer(headers);
      if (bearer !== undefined) return { name: '', subject: { kind: 'token', token: bearer } };
      const session = await openCookie('session', headers, config.session);
      const { token, name, exp } = session ?? {};
      if (typeof token !== 'string' || typeof exp !== 'number') return undefined;
      return {
        name: typeof name === 'string' ? name : '',
        subject: { kind: 'token', token },
        expiresAt: exp,
      };
    }
    case 'oidc': {
      const session = await openCookie('session', headers, config.session);
      const { name, user, groups, exp } = session ?? {};
      if (typeof name !== 'string' || typeof user !== 'string' || typeof exp !== 'number') return undefined;
      const all = Array.isArray(groups) ? groups.filter((group) => typeof group === 'string') : [];
      return { name, subject: { kind: 'named', user, groups: all }, expiresAt: exp };
    }
  }
}
