import type { KubernetesObject, ObjectReader } from '../kubernetes/object-store';
import { ROOT_NAMESPACE } from './destination-rule';
import { matchesRule, type MissingHttp, type PolicyRequest } from './match-policy-rule';
import { asList, asRecord, asText, type MeshWorkload } from './mesh-view';
import { namespaceOf, selects, specOf, stringRecord } from './object-order';
import type { RoutedService } from './service-names';
import { modeOf } from './workload-mode';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Whether a workload's proxy lets a request in: any DENY that matches refuses it, and where there is any ALLOW one of
 * them must match. https://istio.io/latest/docs/reference/config/security/authorization-policy/
 */
export function isAllowed(objects: ObjectReader, workload: MeshWorkload, request: PolicyRequest): boolean {
  const labels = workload.pods[0]?.labels ?? {};
  const applicable = policiesIn(objects, [ROOT_NAMESPACE, workload.namespace]).filter((policy) => {
    const spec = specOf(policy);
    const targets = targetsOf(policy);
    const gateway = labels['gateway.networking.k8s.io/gateway-name'];
    if (targets.length > 0) {
      return (
        gateway !== undefined &&
        namespaceOf(policy) === workload.namespace &&
        targets.some(({ kind, name }) => kind === 'Gateway' && name === gateway)
      );
    }
    return selects(stringRecord(asRecord(spec['selector'])['matchLabels']), labels);
  });
  return decide(applicable, request, modeOf(workload) === 'ambient');
}

/** A waypoint enforces only what is attached to it, or to the service it stands before. */
export function isAllowedByWaypoint(
  objects: ObjectReader,
  waypoint: MeshWorkload,
  service: RoutedService,
  request: PolicyRequest,
): boolean {
  const gateway = waypoint.pods[0]?.labels['gateway.networking.k8s.io/gateway-name'] ?? waypoint.name;
  const applicable = policiesIn(objects, [ROOT_NAMESPACE, waypoint.namespace, service.namespace]).filter(
    (policy) =>
      targetsOf(policy).some(({ kind, name }) => {
        const namespace = namespaceOf(policy);
        if (kind === 'Gateway') return namespace === waypoint.namespace && name === gateway;
        if (kind === 'GatewayClass') return namespace === ROOT_NAMESPACE && name === 'istio-waypoint';
        return (
          (kind === 'Service' || kind === 'ServiceEntry') &&
          namespace === service.namespace &&
          name === service.name
        );
      }),
  );
  return decide(applicable, request, false);
}

function decide(policies: readonly KubernetesObject[], request: PolicyRequest, isZtunnel: boolean): boolean {
  const enforced = policies.filter(({ metadata }) => metadata.annotations?.['istio.io/dry-run'] !== 'true');
  const of = (action: string) =>
    enforced.filter((policy) => (asText(specOf(policy)['action']) ?? 'ALLOW') === action);
  // Where no requests are seen a DENY loses its HTTP part. ztunnel drops a rule of which nothing is left then.
  const isDropped = (rule: Fields) => isZtunnel && !speaksOfConnections(rule) && Object.keys(rule).length > 0;
  if (of('DENY').some((policy) => matches(policy, request, 'ignore', isDropped))) return false;
  const allow = of('ALLOW');
  return allow.length === 0 || allow.some((policy) => matches(policy, request, 'never', () => false));
}

/** A policy without rules matches nothing, one with an empty rule everything. */
function matches(
  policy: KubernetesObject,
  request: PolicyRequest,
  missing: MissingHttp,
  isDropped: (rule: Fields) => boolean,
): boolean {
  return asList(specOf(policy)['rules'])
    .map(asRecord)
    .some((rule) => !isDropped(rule) && matchesRule(rule, request, namespaceOf(policy), missing));
}

const CONNECTION_FIELDS =
  /"(not)?(principals|namespaces|serviceAccounts|ipBlocks|ports)"|"(source|destination)\.(ip|namespace|principal|port)"/i;

/** Whether a rule says anything that can be judged without seeing requests. */
function speaksOfConnections(rule: Fields): boolean {
  return CONNECTION_FIELDS.test(JSON.stringify(rule));
}

function policiesIn(objects: ObjectReader, namespaces: readonly string[]): KubernetesObject[] {
  const wanted = new Set(namespaces);
  return objects.list('authorizationpolicies').filter((policy) => wanted.has(namespaceOf(policy)));
}

function targetsOf(policy: KubernetesObject): { kind: string; name: string }[] {
  const spec = specOf(policy);
  const single = spec['targetRef'] === undefined ? [] : [spec['targetRef']];
  return [...single, ...asList(spec['targetRefs'])].map(asRecord).map((target) => ({
    kind: asText(target['kind']) ?? '',
    name: asText(target['name']) ?? '',
  }));
}
