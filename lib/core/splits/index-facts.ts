import { groupBy } from '../mesh/group-by';
import { matchesLabels } from '../kubernetes/label-match';
import type { RoutedService } from '../routing/route-plan';
import type { SplitFacts, SplitWorkload } from './split-facts';

/** Facts by what they are looked up by. */
interface FactsIndex {
  /** Workloads behind a service; undefined where that is not known. */
  readonly behind: (service: RoutedService) => readonly SplitWorkload[] | undefined;
  readonly workload: (namespace: string | undefined, name: string) => SplitWorkload | undefined;
}

const indexes = new WeakMap<SplitFacts, FactsIndex>();

/** The same index for the same facts: many rules ask about few services. */
export function indexFacts(facts: SplitFacts): FactsIndex {
  let index = indexes.get(facts);
  if (index === undefined) indexes.set(facts, (index = createIndex(facts)));
  return index;
}

function createIndex({ workloads, services = [] }: SplitFacts): FactsIndex {
  const inNamespace = groupBy(workloads ?? [], ({ namespace }) => namespace);
  const byName = groupBy(workloads ?? [], ({ namespace, name }) => `${namespace}/${name}`);
  const selectors = new Map(
    services.map(({ namespace, name, selector }) => [`${namespace}/${name}`, selector]),
  );
  const known = new Map<string, readonly SplitWorkload[] | undefined>();
  const find = ({ kind, namespace, name }: RoutedService) => {
    const selector = selectors.get(`${namespace}/${name}`);
    if (kind !== 'Service' || workloads === undefined || selector === undefined) return undefined;
    if (Object.keys(selector).length === 0) return undefined;
    return (inNamespace.get(namespace) ?? []).filter(({ labels }) =>
      labels.some((own) => matchesLabels(selector, own)),
    );
  };
  return {
    behind: (service) => {
      const key = `${service.kind} ${service.namespace}/${service.name}`;
      if (!known.has(key)) known.set(key, find(service));
      return known.get(key);
    },
    workload: (namespace, name) => byName.get(`${namespace ?? ''}/${name}`)?.[0],
  };
}
