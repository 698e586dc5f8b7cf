import type { DestinationRuleView } from '../kubernetes/destination-rule-view';
import type { Labels } from '../kubernetes/field-reader';
import { groupBy } from '../mesh/group-by';
import { matchesLabels } from '../kubernetes/label-match';
import { joinKey } from '../mesh/join-key';
import { fullHost } from './full-host';
import { isExportedTo } from './is-exported-to';
import { compareSpecificity, matchesHost } from './match-host';
import { compareAge } from '../mesh/compare-age';

/** Whose rules are asked for. */
export interface RuleClient {
  readonly namespace: string;
  readonly labels: Labels;
}

/** The host that is called, in full, and the namespace of its service. */
export interface CalledHost {
  readonly host: string;
  readonly namespace: string;
}

/** Finds DestinationRules of one host. */
export interface RuleFinder {
  /** Those that one client follows, the first to count first; empty for none. */
  find(client: RuleClient, called: CalledHost): readonly DestinationRuleView[];
  /** All lists that clients of a namespace may follow: more than one only where rules are for chosen clients. */
  mayFind(
    namespace: string,
    clients: readonly RuleClient[],
    called: CalledHost,
  ): readonly (readonly DestinationRuleView[])[];
}

export interface RuleOptions {
  readonly rootNamespace: string;
  /** What a rule without `exportTo` is exported to; absent means everywhere. */
  readonly exportedByDefault?: readonly string[];
}

interface Ranked {
  readonly rule: DestinationRuleView;
  /** In full. */
  readonly host: string;
}

/**
 * Looks in the client's namespace, the service's, and the root namespace; the first in which any rule matches the host
 * counts, and there the most specific host. Rules for chosen clients are private to their namespace, and go before others.
 * https://istio.io/latest/docs/ops/best-practices/traffic-management/#cross-namespace-configuration
 */
export function indexDestinationRules(
  rules: readonly DestinationRuleView[],
  { rootNamespace, exportedByDefault }: RuleOptions,
): RuleFinder {
  const ranked = [...rules]
    .sort(compareAge)
    .filter(({ malformed }) => malformed === undefined)
    .map((rule): Ranked => ({ rule, host: fullHost(rule) }));
  const isPrivate = (rule: DestinationRuleView): boolean => {
    const targets = rule.exportTo.length > 0 ? rule.exportTo : (exportedByDefault ?? []);
    return hasSelector(rule) || (targets.length > 0 && targets.every((target) => target === '.'));
  };

  const about = new Map<string, ReadonlyMap<string, readonly Ranked[]>>();
  /** Rules whose host fits, by their namespace: of most hosts there are none at all. */
  function rulesAbout(host: string): ReadonlyMap<string, readonly Ranked[]> {
    const fitting =
      about.get(host) ??
      groupBy(
        ranked.filter((one) => fits(one, host)),
        placeOf,
      );
    about.set(host, fitting);
    return fitting;
  }

  /** Which rules count for the clients of a namespace; chosen clients follow only some of them. */
  function match(clientNamespace: string, { host, namespace }: CalledHost): readonly DestinationRuleView[] {
    const fitting = rulesAbout(host);
    const visible = (place: string) =>
      (fitting.get(place) ?? []).filter(
        ({ rule }) => !hasSelector(rule) && isExportedTo(rule, clientNamespace, exportedByDefault),
      );
    const own = () =>
      (fitting.get(clientNamespace) ?? []).filter(
        ({ rule }) => clientNamespace !== rootNamespace || isPrivate(rule),
      );
    for (const place of [own, () => visible(namespace), () => visible(rootNamespace)]) {
      const matching = place();
      const [best] = [...matching].sort((a, b) => compareSpecificity(a.host, b.host));
      if (best !== undefined) return matching.filter((one) => one.host === best.host).map(({ rule }) => rule);
    }
    return [];
  }

  const remembered = new Map<string, readonly DestinationRuleView[]>();
  function recall(clientNamespace: string, called: CalledHost): readonly DestinationRuleView[] {
    if (rulesAbout(called.host).size === 0) return NO_RULES;
    const key = joinKey(clientNamespace, called.host, called.namespace);
    const known = remembered.get(key) ?? match(clientNamespace, called);
    remembered.set(key, known);
    return known;
  }

  return {
    find: (client, called) => choose(recall(client.namespace, called), client),
    mayFind(namespace, clients, called) {
      const rules = recall(namespace, called);
      if (rules.length === 0) return [];
      if (!rules.some(hasSelector)) return [rules];
      const lists = clients.map((client) => choose(rules, client)).filter((list) => list.length > 0);
      return [...new Map(lists.map((list) => [list.map(({ name }) => name).join(), list])).values()];
    },
  };
}

const NO_RULES: readonly DestinationRuleView[] = [];

function fits({ host: pattern }: Ranked, host: string): boolean {
  return pattern !== '' && matchesHost(pattern, host);
}

function placeOf({ rule: { namespace = 'default' } }: Ranked): string {
  return namespace;
}

function hasSelector({ workloadSelector }: DestinationRuleView): boolean {
  return Object.keys(workloadSelector).length > 0;
}

/** Of rules that count, those that are for this client. */
function choose(
  rules: readonly DestinationRuleView[],
  { labels }: RuleClient,
): readonly DestinationRuleView[] {
  if (!rules.some(hasSelector)) return rules;
  const chosen = rules.filter((rule) => hasSelector(rule) && matchesLabels(rule.workloadSelector, labels));
  return chosen.length > 0 ? chosen : rules.filter((rule) => !hasSelector(rule));
}
