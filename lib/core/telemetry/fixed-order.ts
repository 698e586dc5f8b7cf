import { compareText } from '../mesh/compare-text';
import { joinKey } from '../mesh/join-key';
import { mapInSteps, sortInSteps, type Steps } from '../steps/steps';
import type { CallSumSample, LatencyHistogram, Party, TrafficSample } from './traffic-sample';

type Sample = TrafficSample | LatencyHistogram | CallSumSample;

/** The samples in an order that depends on what they say and on nothing else, so that their sums do neither. */
export function* inFixedOrder<T extends Sample>(samples: readonly T[]): Steps<T[]> {
  const keyed = yield* mapInSteps(samples, (sample) => ({ sample, key: sampleKey(sample) }));
  const sorted = yield* sortInSteps(
    keyed,
    (a, b) => compareText(a.key, b.key) || compareValues(a.sample, b.sample),
  );
  return sorted.map(({ sample }) => sample);
}

function compareValues(a: Sample, b: Sample): number {
  if ('perSecond' in a && 'perSecond' in b) return a.perSecond - b.perSecond;
  if (!('buckets' in a) || !('buckets' in b)) return 0;
  for (const [i, left] of a.buckets.entries()) {
    const right = b.buckets[i];
    if (right === undefined) return 1;
    const order = left.upperBoundMs - right.upperBoundMs || left.perSecond - right.perSecond;
    // Two infinite bounds have no difference that is a number.
    if (!Number.isNaN(order) && order !== 0) return order;
  }
  return a.buckets.length - b.buckets.length;
}

/** Every field but the rate. */
function sampleKey(sample: Sample): string {
  const { reporter, protocol, source, service, destination } = sample;
  return joinKey(
    protocol,
    reporter,
    ...partyFields(source),
    ...partyFields(destination),
    service.namespace,
    service.name,
    service.host,
    'measure' in sample ? sample.measure : undefined,
    'security' in sample ? sample.security : undefined,
    'code' in sample ? sample.code : undefined,
    'flags' in sample ? sample.flags : undefined,
  );
}

function partyFields({
  cluster,
  namespace,
  workload,
  app,
  version,
  principal,
}: Party): (string | undefined)[] {
  return [cluster, namespace, workload, app, version, principal];
}
