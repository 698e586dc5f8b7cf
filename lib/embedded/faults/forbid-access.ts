import type { AccessRequest } from '../kubernetes/api-context';
import type { FaultSwitches } from './fault-switches';

/**
 * An access policy that refuses what the `forbid` faults name. An account that may not read some namespaces may not
 * list across all of them either, as in a cluster whose roles are bound per namespace.
 */
export function forbidAccess(
  switches: FaultSwitches,
  isNamespaced: (group: string, resource: string) => boolean,
): (request: AccessRequest) => boolean {
  return ({ group, resource, namespace }) =>
    !switches.standing('kubernetes', 'forbid').some(({ namespaces = [], resources = [] }) => {
      if (resources.length > 0 && !resources.includes(resource)) return false;
      if (namespaces.length === 0) return true;
      return namespace === '' ? isNamespaced(group, resource) : namespaces.includes(namespace);
    });
}
