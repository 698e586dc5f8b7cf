import { serviceKey } from '../telemetry/pair-calls';
import { joinKey } from '../mesh/join-key';
import type { Party, TrafficSample } from '../telemetry/traffic-sample';
import { compareText } from '../mesh/compare-text';

/**
 * A second reporter may name another service for the same call, or know less of either end: its report belongs to the
 * arrow of the chosen one, and must not draw an arrow of its own. Returns how to tell its samples in the chosen
 * reporter's names; principals stay as they were seen.
 */
export function asChosenReporter(chosen: readonly TrafficSample[]): (sample: TrafficSample) => TrafficSample {
  let known: { readonly calls: readonly TrafficSample[]; readonly keys: ReadonlySet<string> } | undefined;
  const [first] = chosen;
  return (sample) => {
    // Nearly always both name the call alike, and it is their only one.
    if (first !== undefined && hasSameEnds(sample, first)) return sample;
    known ??= learnNames(chosen);
    if (known.keys.has(callKey(sample))) return sample;
    const { calls } = known;
    const parties = partiesKey(sample);
    const service = serviceKey(sample.service);
    const same =
      calls.find((call) => partiesKey(call) === parties) ??
      calls.find((call) => serviceKey(call.service) === service) ??
      calls[0];
    if (same === undefined) return sample;
    return {
      ...sample,
      service: same.service,
      source: named(same.source, sample.source),
      destination: named(same.destination, sample.destination),
    };
  };
}

function hasSameEnds(a: TrafficSample, b: TrafficSample): boolean {
  return a.service === b.service && a.source === b.source && a.destination === b.destination;
}

function learnNames(chosen: readonly TrafficSample[]) {
  const calls = busiestFirst(chosen);
  return { calls, keys: new Set(calls.map(callKey)) };
}

/** One sample of each call, those with the highest rates first. */
function busiestFirst(samples: readonly TrafficSample[]): TrafficSample[] {
  const calls = new Map<string, { sample: TrafficSample; rate: number }>();
  for (const sample of samples) {
    const key = callKey(sample);
    const call = calls.get(key);
    if (call === undefined) calls.set(key, { sample, rate: sample.perSecond });
    else call.rate += sample.perSecond;
  }
  return [...calls]
    .sort(([a, x], [b, y]) => y.rate - x.rate || compareText(a, b))
    .map(([, { sample }]) => sample);
}

function callKey(sample: TrafficSample): string {
  return serviceKey(sample.service) + partiesKey(sample);
}

function partiesKey({ source, destination }: TrafficSample): string {
  return joinKey(...names(source), ...names(destination));
}

function names({ cluster, namespace, workload, app, version }: Party): (string | undefined)[] {
  return [cluster, namespace, workload, app, version];
}

function named(chosen: Party, seen: Party): Party {
  const { principal: _chosen, ...names } = chosen;
  return seen.principal === undefined ? names : { ...names, principal: seen.principal };
}
