import { groupBy } from '../mesh/group-by';
import { compareText } from '../mesh/compare-text';
import { joinKey } from '../mesh/join-key';
import { indexDestinationRules, type RuleClient, type RuleFinder } from '../routing/find-destination-rules';
import type { MtlsFacts } from './mtls-facts';
import { podsBehind, type MtlsService, type MtlsWorkload, type ServicePods } from './mtls-workload';
import type { ObservedMesh } from './observe-security';
import { indexPolicies, type PolicyIndex } from './index-policies';
import type { PodShape } from './pod-shape';
import type { RuleTowards } from './rules-towards';

/** Everything that answers about one mesh are made from, indexed. */
export interface MtlsContext {
  readonly facts: MtlsFacts;
  readonly index: PolicyIndex;
  /** Finds nothing where rules cannot be read. */
  readonly findRules: RuleFinder;
  /** Absent where traffic is not known. */
  readonly observed?: ObservedMesh;
  /** What has been found out before, by service. */
  readonly rulesTowards: WeakMap<MtlsService, readonly RuleTowards[]>;
  /** Clients that follow DestinationRules, by namespace, in the order of namespaces. */
  readonly envoyClients: ReadonlyMap<string, readonly RuleClient[]>;
  workloadAt(namespace: string, name: string): MtlsWorkload | undefined;
  workloadsIn(namespace: string): readonly MtlsWorkload[];
  servicesOf(workload: MtlsWorkload): readonly MtlsService[];
  servicesIn(namespace: string): readonly MtlsService[];
  /** What stands behind a service. */
  podsOf(service: MtlsService): readonly ServicePods[];
}

/** The same facts are asked about for many answers: what follows from them alone is found out once. */
const indexed = new WeakMap<MtlsFacts, MtlsContext>();

export function indexMtls(facts: MtlsFacts, observed?: ObservedMesh): MtlsContext {
  const declared = indexed.get(facts) ?? indexDeclared(facts);
  indexed.set(facts, declared);
  return observed === undefined ? declared : { ...declared, observed };
}

function indexDeclared(facts: MtlsFacts): MtlsContext {
  const { settings, policies, policySight, rules = [], workloads, services } = facts;
  const byPlace = new Map(workloads.map((one) => [joinKey(one.namespace, one.name), one]));
  const inNamespace = groupBy(workloads, ({ namespace }) => namespace);
  const servicesByNamespace = groupBy(services, ({ namespace }) => namespace);
  const servicesIn = (namespace: string) => servicesByNamespace.get(namespace) ?? [];
  return {
    facts,
    index: indexPolicies(policies, settings.rootNamespace, policySight),
    findRules: indexDestinationRules(rules, {
      rootNamespace: settings.rootNamespace,
      ...(settings.ruleExportTo === undefined ? {} : { exportedByDefault: settings.ruleExportTo }),
    }),
    rulesTowards: new WeakMap(),
    envoyClients: findEnvoyClients(workloads),
    workloadAt: (namespace, name) => byPlace.get(joinKey(namespace, name)),
    workloadsIn: (namespace) => inNamespace.get(namespace) ?? [],
    servicesIn,
    servicesOf: remember((workload) =>
      servicesIn(workload.namespace).filter((service) => podsBehind(service, [workload]).length > 0),
    ),
    podsOf: remember((service) => podsBehind(service, inNamespace.get(service.namespace) ?? [])),
  };
}

/** The same is asked again and again of one mesh. */
function remember<K extends object, V>(find: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return (key) => {
    const remembered = known.get(key) ?? { value: find(key) };
    known.set(key, remembered);
    return remembered.value;
  };
}

/** Whether it follows DestinationRules. */
export function hasEnvoy({ proxy }: PodShape): boolean {
  return proxy === 'sidecar' || proxy === 'gateway' || proxy === 'waypoint';
}

function findEnvoyClients(workloads: readonly MtlsWorkload[]): Map<string, RuleClient[]> {
  const clients = workloads.flatMap(({ namespace, shapes }) =>
    shapes.filter(hasEnvoy).map(({ labels }): RuleClient => ({ namespace, labels })),
  );
  const groups = groupBy(clients, ({ namespace }) => namespace);
  return new Map([...groups].sort(([a], [b]) => compareText(a, b)));
}
