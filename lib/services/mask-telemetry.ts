import type { Call } from '@/lib/core/telemetry/traffic-sample';
import { createCallMask, PeerNames, type MaskCall } from '@/lib/core/visibility/mask-calls';
import { HIDDEN_NAME, type Visibility } from '@/lib/core/visibility/visibility';
import type { MeshPorts } from './mesh-ports';
import type {
  CallCounter,
  CallFilter,
  CallsRequest,
  HistoryRequest,
  MetricsProbe,
  PartyFilter,
  Reading,
  TelemetryPort,
} from './ports';

/** A matcher of more namespaces is longer than it is worth: then everything is read, as for those who may see it. */
const MOST_NARROWED = 20;

/** What is reported of calls, as it may be shown. */
export function maskTelemetry(telemetry: TelemetryPort, visibility: ReadonlySet<string>): TelemetryPort {
  // Samples and latencies of one answer are about the same peers.
  const peers = new PeerNames();
  return {
    async readTraffic(request) {
      const reading = await telemetry.readTraffic(narrow(request, visibility));
      const mask = createCallMask(visibility, reading.samples, peers);
      return { ...maskReading(reading), samples: maskAll(reading.samples, mask) };
    },
    async readDetails(request) {
      const { quantiles } = request;
      const visible = quantiles?.filter((name) => visibility.has(name));
      const reading = await telemetry.readDetails({
        ...narrow(request, visibility),
        ...(visible === undefined ? {} : { quantiles: visible }),
      });
      const mask = createCallMask(visibility, [...reading.histograms, ...reading.sums], peers);
      return {
        ...maskReading(reading),
        histograms: maskAll(reading.histograms, mask),
        sums: maskAll(reading.sums, mask),
      };
    },
    async readHistory(request) {
      if (asksForHidden(request.calls, visibility))
        return { skipped: [], queries: [], warnings: [], series: [] };
      const reading = await telemetry.readHistory(withoutHidden(request));
      // Reports of the servers' side alone are not paired with any other: callers may be told as they are.
      const isOneSided = request.calls.unprotected === true;
      const mask = createCallMask(visibility, reading.series, isOneSided ? undefined : peers);
      const isMeant = (call: Call) => fitsFilter(call, request.calls);
      return { ...maskReading(reading), series: maskAll(reading.series, mask).filter(isMeant) };
    },
    serverTime: (signal) => telemetry.serverTime(signal),
    retentionSeconds: (signal) => telemetry.retentionSeconds(signal),
    async knownNamespaces(startSeconds, endSeconds, signal) {
      const known = await telemetry.knownNamespaces(startSeconds, endSeconds, signal);
      return known.filter((name) => visibility.has(name));
    },
  };
}

/** The same for calls that are counted one by one. */
export function maskCounter(counter: CallCounter, visibility: ReadonlySet<string>): CallCounter {
  return {
    async countCalls(request) {
      const reading = await counter.countCalls(narrow(request, visibility));
      const mask = createCallMask(visibility, reading.counts);
      return { ...maskReading(reading), counts: maskAll(reading.counts, mask) };
    },
    async countCallsOverTime(request) {
      const reading = await counter.countCallsOverTime(narrow(request, visibility));
      const mask = createCallMask(
        visibility,
        reading.spans.flatMap(({ counts }) => counts),
      );
      const spans = reading.spans.map((span) => ({ ...span, counts: maskAll(span.counts, mask) }));
      return { ...maskReading(reading), spans };
    },
    async countScrapes(request) {
      return maskReading(await counter.countScrapes(narrow(request, visibility)));
    },
  };
}

export function maskProbe(
  probe: NonNullable<MeshPorts['probe']>,
  visibility: ReadonlySet<string>,
): MetricsProbe {
  return {
    countLoad(request) {
      const { namespaces = [...visibility].sort() } = request;
      // How much there is of what is hidden is not told either.
      return probe.countLoad({ ...request, namespaces: namespaces.filter((name) => visibility.has(name)) });
    },
    scrapeInterval: (atSeconds, signal) => probe.scrapeInterval(atSeconds, signal),
    countSeries: (atSeconds, signal) => probe.countSeries(atSeconds, signal),
    async namespacesOutsideScope(startSeconds, endSeconds, signal) {
      const known = await probe.namespacesOutsideScope(startSeconds, endSeconds, signal);
      return known.filter((name) => visibility.has(name));
    },
  };
}

function maskAll<T extends Call>(calls: readonly T[], mask: MaskCall): T[] {
  return calls.flatMap((call) => mask(call) ?? []);
}

/** Nothing but calls with a visible end is shown, so nothing else need be read. */
function narrow<T extends CallsRequest>(request: T, visibility: ReadonlySet<string>): T {
  const { namespaces } = request;
  if (namespaces !== undefined)
    return { ...request, namespaces: namespaces.filter((name) => visibility.has(name)) };
  return visibility.size > MOST_NARROWED ? request : { ...request, namespaces: [...visibility].sort() };
}

/** Servers' own words and examples of series may name anybody. */
function maskReading<T extends Reading>(reading: T): T {
  return {
    ...reading,
    skipped: reading.skipped.map((one) => ({ ...one, example: HIDDEN_NAME })),
    warnings:
      reading.warnings.length === 0 ? [] : ['Prometheus gave a warning: the numbers may not be complete.'],
  };
}

/** Whether a filter names somebody who may not be seen: then what is known of them is not told either. */
function asksForHidden({ source, destination, service }: CallFilter, visibility: Visibility): boolean {
  return [source, destination, service].some(
    (end) => typeof end?.namespace === 'string' && visibility !== 'all' && !visibility.has(end.namespace),
  );
}

/** Prometheus does not know who may see what. */
function withoutHidden(request: HistoryRequest): HistoryRequest {
  const { source, destination, ...rest } = request.calls;
  return {
    ...request,
    calls: {
      ...rest,
      ...(source === undefined || source.hidden === true ? {} : { source }),
      ...(destination === undefined || destination.hidden === true ? {} : { destination }),
    },
  };
}

/** Whoever is named must be visible, so that nobody finds out by guessing names; whoever is hidden must be. */
function fitsFilter({ source, destination, service }: Call, filter: CallFilter): boolean {
  const isNobody = destination.workload === undefined && destination.app === undefined;
  const isServiceNamed = [filter.service?.host, filter.service?.name].some(
    (text) => typeof text === 'string',
  );
  if (isServiceNamed && service.hidden === true) return false;
  return (
    fitsEnd(source.hidden === true, filter.source) &&
    fitsEnd(destination.hidden === true || (isNobody && service.hidden === true), filter.destination)
  );
}

function fitsEnd(isHidden: boolean, filter: PartyFilter | undefined): boolean {
  if (filter?.hidden === true) return isHidden;
  const { namespace, workload, app, version } = filter ?? {};
  const isNamed = [namespace, workload, app, version].some((text) => typeof text === 'string');
  return !(isNamed && isHidden);
}
