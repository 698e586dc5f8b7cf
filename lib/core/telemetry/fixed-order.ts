import { compareText } from '../mesh/compare-text';
import { joinKey } from '../mesh/join-key';
import { eachInSteps, mapInSteps, sortInSteps, type Steps } from '../steps/steps';
import type { CalledService, CallSumSample, LatencyHistogram, Party, TrafficSample } from './traffic-sample';

type Sample = TrafficSample | LatencyHistogram | CallSumSample;

/** The samples in an order that depends on what they say and on nothing else, so that their sums do neither. */
export function* inFixedOrder<T extends Sample>(samples: readonly T[]): Steps<T[]> {
  const [ofParty, ofService] = [new Ranks(partyKey), new Ranks(serviceKey)];
  yield* eachInSteps(samples, ({ source, destination, service }) => {
    ofParty.add(source);
    ofParty.add(destination);
    ofService.add(service);
  });
  ofParty.settle();
  yield;
  ofService.settle();
  const keyed = yield* mapInSteps(samples, (sample): Keyed<T> => ({
    sample,
    source: ofParty.of(sample.source),
    destination: ofParty.of(sample.destination),
    service: ofService.of(sample.service),
    rest: restKey(sample),
  }));
  const sorted = yield* sortInSteps(keyed, compareKeyed);
  return sorted.map(({ sample }) => sample);
}

interface Keyed<T> {
  readonly sample: T;
  readonly source: number;
  readonly destination: number;
  readonly service: number;
  readonly rest: string;
}

function compareKeyed(a: Keyed<Sample>, b: Keyed<Sample>): number {
  return (
    a.sample.protocol.length - b.sample.protocol.length ||
    compareText(a.sample.protocol, b.sample.protocol) ||
    compareText(a.sample.reporter, b.sample.reporter) ||
    a.source - b.source ||
    a.destination - b.destination ||
    a.service - b.service ||
    compareText(a.rest, b.rest) ||
    compareValues(a.sample, b.sample)
  );
}

/** Places of objects in the order of their keys: numbers compare faster than long texts that begin alike. */
class Ranks<K extends object> {
  readonly #keys = new Map<K, string>();
  readonly #ranks = new Map<K, number>();

  constructor(private readonly keyOf: (one: K) => string) {}

  add(one: K): void {
    if (!this.#keys.has(one)) this.#keys.set(one, this.keyOf(one));
  }

  /** To be called once all are added. Those with equal keys share a place. */
  settle(): void {
    let [rank, last] = [0, ''];
    for (const [one, key] of [...this.#keys].sort(([, a], [, b]) => compareText(a, b))) {
      if (key !== last) rank += 1;
      last = key;
      this.#ranks.set(one, rank);
    }
  }

  of(one: K): number {
    return this.#ranks.get(one) ?? 0;
  }
}

function compareValues(a: Sample, b: Sample): number {
  if ('perSecond' in a && 'perSecond' in b) return a.perSecond - b.perSecond;
  if (!('boundsMs' in a) || !('boundsMs' in b)) return 0;
  for (let i = 0; i < Math.min(a.boundsMs.length, b.boundsMs.length); i += 1) {
    const order =
      compareNumbers(a.boundsMs[i], b.boundsMs[i]) || compareNumbers(a.atOrBelow[i], b.atOrBelow[i]);
    if (order !== 0) return order;
  }
  return a.boundsMs.length - b.boundsMs.length;
}

/** Two infinite bounds have no difference that is a number. */
function compareNumbers(a = 0, b = 0): number {
  return a === b ? 0 : a - b;
}

/** Every field but the call's and the rate. */
function restKey(sample: Sample): string {
  if (!('measure' in sample)) return '';
  if (!('security' in sample)) return joinKey(sample.measure);
  return joinKey(sample.measure, sample.security, sample.code, sample.flags);
}

function partyKey({ cluster, namespace, workload, app, version, principal }: Party): string {
  return joinKey(cluster, namespace, workload, app, version, principal);
}

function serviceKey({ namespace, name, host }: CalledService): string {
  return joinKey(namespace, name, host);
}
