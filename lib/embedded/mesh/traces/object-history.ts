import type { KubernetesObject, ObjectReader } from '../../kubernetes/object-store';

/** What the mesh reads of a cluster; gateways are of two groups. */
const KINDS: readonly { readonly plural: string; readonly group?: string }[] = [
  { plural: 'namespaces' },
  { plural: 'pods' },
  { plural: 'replicasets' },
  { plural: 'daemonsets' },
  { plural: 'services', group: '' },
  { plural: 'configmaps', group: '' },
  { plural: 'virtualservices' },
  { plural: 'destinationrules' },
  { plural: 'serviceentries' },
  { plural: 'gateways', group: 'networking.istio.io' },
  { plural: 'gateways', group: 'gateway.networking.k8s.io' },
  { plural: 'httproutes' },
  { plural: 'peerauthentications' },
  { plural: 'authorizationpolicies' },
];

/** A cluster changes all the time while something rolls out; what is older than this many changes is told as the oldest. */
const MOST_EPOCHS = 300;

/** A time in which nothing changed. */
export interface Epoch {
  readonly fromSeconds: number;
  readonly objects: ObjectReader;
}

/** Remembers how the cluster was, so that what happened before a change can be told as it was. */
export class ObjectHistory {
  readonly #objects: ObjectReader;
  readonly #nowSeconds: () => number;
  readonly #epochs: Epoch[];
  #isDue = false;
  readonly #unsubscribe: () => void;

  constructor(objects: ObjectReader, startSeconds: number, nowSeconds: () => number) {
    this.#objects = objects;
    this.#nowSeconds = nowSeconds;
    this.#epochs = [{ fromSeconds: startSeconds, objects: freeze(objects) }];
    this.#unsubscribe = objects.subscribe(() => this.#noteSoon());
  }

  close(): void {
    this.#unsubscribe();
  }

  /** How the cluster was at an instant, and before everything else how it was at first. */
  at(seconds: number): Epoch | undefined {
    this.#settle();
    return this.#epochs.findLast(({ fromSeconds }) => fromSeconds <= seconds) ?? this.#epochs[0];
  }

  /** One change often touches many objects. */
  #noteSoon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => this.#settle());
  }

  #settle(): void {
    if (!this.#isDue) return;
    this.#isDue = false;
    this.#epochs.push({ fromSeconds: this.#nowSeconds(), objects: freeze(this.#objects) });
    if (this.#epochs.length > MOST_EPOCHS) this.#epochs.splice(0, this.#epochs.length - MOST_EPOCHS);
  }
}

/** Objects are never changed, only replaced: a list of them is a copy. */
function freeze(objects: ObjectReader): ObjectReader {
  const lists = KINDS.map(({ plural, group }) => ({
    plural,
    group,
    objects: [...objects.list(plural, group === undefined ? {} : { group })],
  }));
  const find = (plural: string, group?: string): readonly KubernetesObject[] =>
    lists.find((list) => list.plural === plural && (group === undefined || (list.group ?? group) === group))
      ?.objects ?? [];
  return {
    list: (plural, { group, namespace } = {}) => {
      const all = find(plural, group);
      return namespace === undefined ? all : all.filter(({ metadata }) => metadata.namespace === namespace);
    },
    get: (plural, name, { group, namespace } = {}) =>
      find(plural, group).find(
        ({ metadata }) =>
          metadata.name === name && (namespace === undefined || metadata.namespace === namespace),
      ),
    subscribe: () => () => {},
  };
}
