import type { KubernetesObject, ObjectReader } from '../kubernetes/object-store';
import { asList, asRecord, asText } from './mesh-view';
import {
  isExportedTo,
  isPrivate,
  namespaceOf,
  oldestFirst,
  selects,
  specOf,
  stringRecord,
} from './object-order';
import { fullHost, hostMatches, hostWeight } from './service-names';

type Fields = Readonly<Record<string, unknown>>;

export const ROOT_NAMESPACE = 'istio-system';

export interface RuleClient {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** What the DestinationRules of one host say to one client. */
export interface DestinationRules {
  readonly subsets: ReadonlyMap<string, Fields>;
  readonly trafficPolicy: Fields;
}

/**
 * Looks in the client's namespace, then the service's, then the root namespace; the first with a matching host wins.
 * Several rules for one host in one namespace are merged: https://istio.io/latest/docs/ops/best-practices/traffic-management/
 */
export function findDestinationRules(
  objects: ObjectReader,
  client: RuleClient,
  host: string,
  serviceNamespace: string,
): DestinationRules {
  const all = objects.list('destinationrules').filter((rule) => hostMatches(hostOf(rule), host));
  const places = [...new Set([client.namespace, serviceNamespace, ROOT_NAMESPACE])];
  for (const place of places) {
    const visible = all
      .filter((rule) => namespaceOf(rule) === place)
      .filter((rule) => isVisible(rule, client.namespace));
    // A rule for other clients than this one still keeps the rules of other namespaces away.
    if (visible.length > 0) return merge(forClient(mostSpecific(visible), client));
  }
  return { subsets: new Map(), trafficPolicy: {} };
}

/** The policy that holds for one port of one subset: port settings replace what stands above them. */
export function trafficPolicyFor(rules: DestinationRules, subset: string | undefined, port: number): Fields {
  const top = applyPort(rules.trafficPolicy, port);
  if (subset === undefined) return top;
  const own = asRecord(rules.subsets.get(subset)?.['trafficPolicy']);
  const replaced = portSettings(own, port);
  if (replaced !== undefined) return replaced;
  return { ...top, ...own };
}

function applyPort(policy: Fields, port: number): Fields {
  return portSettings(policy, port) ?? policy;
}

/** The settings of one port, where a policy has any. */
export function portSettings(policy: Fields, port: number): Fields | undefined {
  return asList(policy['portLevelSettings'])
    .map(asRecord)
    .find((entry) => asRecord(entry['port'])['number'] === port);
}

function hostOf(rule: KubernetesObject): string {
  return fullHost(asText(specOf(rule)['host']) ?? '', namespaceOf(rule));
}

function isVisible(rule: KubernetesObject, clientNamespace: string): boolean {
  if (namespaceOf(rule) !== clientNamespace)
    return Object.keys(selectorOf(rule)).length === 0 && isExportedTo(rule, clientNamespace);
  // A client in the root namespace sees, as its own, only the rules that are private to it.
  return clientNamespace !== ROOT_NAMESPACE || isPrivate(rule) || isExportedTo(rule, clientNamespace);
}

/** Those that pick the client, or for want of any those that pick nobody. */
function forClient(rules: readonly KubernetesObject[], client: RuleClient): KubernetesObject[] {
  const picks = (rule: KubernetesObject) => Object.keys(selectorOf(rule)).length > 0;
  const own = rules.filter((rule) => picks(rule) && selects(selectorOf(rule), client.labels));
  return own.length > 0 ? own : rules.filter((rule) => !picks(rule));
}

function selectorOf(rule: KubernetesObject): Record<string, string> {
  return stringRecord(asRecord(specOf(rule)['workloadSelector'])['matchLabels']);
}

function mostSpecific(rules: readonly KubernetesObject[]): KubernetesObject[] {
  const best = Math.max(...rules.map((rule) => hostWeight(hostOf(rule))));
  return oldestFirst(rules.filter((rule) => hostWeight(hostOf(rule)) === best));
}

function merge(rules: readonly KubernetesObject[]): DestinationRules {
  const subsets = new Map<string, Fields>();
  for (const rule of rules) {
    for (const subset of asList(specOf(rule)['subsets']).map(asRecord)) {
      const name = asText(subset['name']);
      if (name !== undefined && !subsets.has(name)) subsets.set(name, subset);
    }
  }
  const policy = rules.map((rule) => specOf(rule)['trafficPolicy']).find((found) => found !== undefined);
  return { subsets, trafficPolicy: asRecord(policy) };
}
