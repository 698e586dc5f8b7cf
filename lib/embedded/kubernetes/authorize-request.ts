import type { AccessRequest, ApiContext } from './api-context';
import { ApiError, qualifyResource } from './api-error';
import type { ResourceTarget } from './request-target';

function describeScope(request: AccessRequest): string {
  return request.namespace === '' ? ' at the cluster scope' : ` in the namespace "${request.namespace}"`;
}

/** Throws a 403, worded as Kubernetes' RBAC does, when the access policy refuses. */
export function authorizeRequest(context: ApiContext, target: ResourceTarget, verb: string): void {
  const { type, subresource = '', namespace = '', name = '' } = target;
  const request: AccessRequest = {
    verb,
    group: type.group,
    resource: type.plural,
    subresource,
    namespace,
    name,
  };
  if (context.authorize(request)) return;
  const resource = subresource === '' ? type.plural : `${type.plural}/${subresource}`;
  const named = name === '' ? '' : ` "${name}"`;
  const message =
    `${qualifyResource(type.group, type.plural)}${named} is forbidden: User "${context.userName}" cannot ${verb} ` +
    `resource "${resource}" in API group "${type.group}"${describeScope(request)}`;
  throw new ApiError(403, 'Forbidden', message, {
    ...(name === '' ? {} : { name }),
    ...(type.group === '' ? {} : { group: type.group }),
    kind: type.plural,
  });
}
