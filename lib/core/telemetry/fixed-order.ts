import { compareText } from '../mesh/compare-text';
import { joinKey } from '../mesh/join-key';
import type { CallSumSample, LatencyBucketSample, Party, TrafficSample } from './traffic-sample';

type Sample = TrafficSample | LatencyBucketSample | CallSumSample;

/** The samples in an order that depends on what they say and on nothing else, so that their sums do neither. */
export function inFixedOrder<T extends Sample>(samples: readonly T[]): T[] {
  return samples
    .map((sample) => ({ sample, key: sampleKey(sample) }))
    .sort((a, b) => compareText(a.key, b.key) || a.sample.perSecond - b.sample.perSecond)
    .map(({ sample }) => sample);
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
    'measure' in sample ? sample.measure : String(sample.upperBoundMs),
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
