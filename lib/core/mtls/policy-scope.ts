import type { PeerAuthenticationView } from '../kubernetes/peer-authentication-view';

export type PolicyLevel = 'mesh' | 'namespace' | 'workload';

/**
 * What a PeerAuthentication is for; `ignored` in the root namespace with a selector, where it has no effect on mutual TLS.
 * A selector without labels selects nothing in particular, so it is as good as none. Follows
 * https://istio.io/latest/docs/reference/config/security/peer_authentication/
 */
export function scopeOf(
  { namespace = 'default', selector }: Pick<PeerAuthenticationView, 'namespace' | 'selector'>,
  rootNamespace: string,
): PolicyLevel | 'ignored' {
  const selects = Object.keys(selector).length > 0;
  if (namespace === rootNamespace) return selects ? 'ignored' : 'mesh';
  return selects ? 'workload' : 'namespace';
}
