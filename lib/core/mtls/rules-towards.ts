import type { ClientTlsMode, DestinationRuleView } from '../kubernetes/destination-rule-view';
import { joinKey } from '../mesh/join-key';
import { clientTls } from './client-tls';
import { serviceHost } from '../routing/full-host';
import type { MtlsContext } from './mtls-context';
import type { MtlsService, MtlsServicePort } from './mtls-workload';

/** A DestinationRule that says something about TLS towards one port of a service. */
export interface RuleTowards {
  readonly rule: DestinationRuleView;
  readonly mode: ClientTlsMode;
  readonly port: MtlsServicePort;
  /** Only for calls that are sent to this subset. */
  readonly subset?: string;
  /** Namespaces with clients that follow it, sorted. */
  readonly clientNamespaces: readonly string[];
}

/** What DestinationRules ask of the clients that are there, port by port; subsets count where something routes to them. */
export function rulesTowards(context: MtlsContext, service: MtlsService): readonly RuleTowards[] {
  const known = context.rulesTowards.get(service) ?? findRulesTowards(context, service);
  context.rulesTowards.set(service, known);
  return known;
}

function findRulesTowards(context: MtlsContext, service: MtlsService): RuleTowards[] {
  const { facts, findRules, envoyClients } = context;
  if ((facts.rules?.length ?? 0) === 0) return [];
  const host = serviceHost(service);
  const called = { host, namespace: service.namespace };
  const subsets = [undefined, ...(facts.routedSubsets?.get(host) ?? [])];
  const found = new Map<string, RuleTowards & { clientNamespaces: string[] }>();
  for (const [namespace, clients] of envoyClients) {
    for (const rules of findRules.mayFind(namespace, clients, called)) {
      for (const port of service.ports) {
        for (const subset of subsets) {
          const { rule, mode: own, fallback } = clientTls(rules, subset, port.port);
          const mode = own ?? fallback;
          if (rule === undefined || mode === undefined) continue;
          const key = joinKey(rule.namespace, rule.name, mode, String(port.port), subset);
          const known = found.get(key);
          if (known === undefined) {
            const named = subset === undefined ? {} : { subset };
            found.set(key, { rule, mode, port, ...named, clientNamespaces: [namespace] });
          } else if (!known.clientNamespaces.includes(namespace)) known.clientNamespaces.push(namespace);
        }
      }
    }
  }
  return [...found.values()];
}
