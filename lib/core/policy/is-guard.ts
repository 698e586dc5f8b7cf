import type { AuthorizationPolicyView } from '../kubernetes/authorization-policy-view';
import type { PolicyEnforcer } from './policy-subject';

/**
 * Whether a policy that a proxy goes by may refuse anything there. Audits and dry runs never do, nor do DENY and CUSTOM
 * without rules; ztunnel does not know CUSTOM. What cannot be read as a whole may.
 */
export function isGuard(
  { action, dryRun, rules, malformed }: AuthorizationPolicyView,
  enforcer: PolicyEnforcer,
): boolean {
  if (dryRun || action === 'AUDIT') return false;
  if (malformed !== undefined || action === undefined || action === 'ALLOW') return true;
  return rules.length > 0 && !(action === 'CUSTOM' && enforcer === 'ztunnel');
}
