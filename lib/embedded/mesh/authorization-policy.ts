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
  const denying = (rule: Fields) => (isZtunnel ? cutForZtunnel(rule) : rule);
  // Where no requests are seen an ALLOW that asks about them is left out, and a DENY loses that part.
  const allowing = (rule: Fields) =>
    (request.http === undefined && asksAboutRequests(rule)) ||
    (isZtunnel && (UNKNOWN_TO_ZTUNNEL.test(JSON.stringify(rule)) || cutForZtunnel(rule) === undefined))
      ? undefined
      : rule;
  if (of('DENY').some((policy) => matches(policy, request, 'ignore', denying))) return false;
  const allow = of('ALLOW');
  return allow.length === 0 || allow.some((policy) => matches(policy, request, 'never', allowing));
}

/** A policy without rules matches nothing, one with an empty rule everything. `cut` leaves rules out, or parts of them. */
function matches(
  policy: KubernetesObject,
  request: PolicyRequest,
  missing: MissingHttp,
  cut: (rule: Fields) => Fields | undefined,
): boolean {
  return asList(specOf(policy)['rules'])
    .map(asRecord)
    .map(cut)
    .some((rule) => rule !== undefined && matchesRule(rule, request, namespaceOf(policy), missing));
}

const CONNECTION_FIELDS =
  /"(not)?(principals|namespaces|serviceAccounts|ipBlocks|ports)"|"(source|destination)\.(ip|namespace|principal|port)"/i;
const REQUEST_FIELDS = /"(not)?(hosts|methods|paths|requestPrincipals)":|"key":"request\./i;

const UNKNOWN_TO_ZTUNNEL = /"(not)?(trustDomains|remoteIpBlocks)":/i;

/** Whether a part of a rule says anything that can be judged without seeing requests. */
function speaksOfConnections(part: unknown): boolean {
  return CONNECTION_FIELDS.test(JSON.stringify(part));
}

function asksAboutRequests(rule: Fields): boolean {
  return REQUEST_FIELDS.test(JSON.stringify(rule));
}

/**
 * What ztunnel is told of a rule: sources and operations of which nothing is left mean nobody and nothing there, and so
 * does a condition. A rule of whose sources or operations none is left is of no use to it.
 */
function cutForZtunnel(rule: Fields): Fields | undefined {
  const [from, to, when] = ['from', 'to', 'when'].map((name) => asList(rule[name]));
  const left = [from, to].map((entries = []) => entries.filter(speaksOfConnections));
  const isCut = [from, to].some((entries = [], index) => entries.length > 0 && left[index]?.length === 0);
  if (isCut || !(when ?? []).every(speaksOfConnections)) return undefined;
  return { from: left[0], to: left[1], when };
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
