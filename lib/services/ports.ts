import type { ResourceKind } from '@/lib/core/kubernetes/resource-kinds';
import type { GraphRates } from '@/lib/core/graph/mesh-graph';
import type { CallCount } from '@/lib/core/splits/call-count';
import type { TraceQuery } from '@/lib/core/traces/plan-queries';
import type { Trace } from '@/lib/core/traces/trace';
import type { IstioLabel } from '@/lib/core/telemetry/istio-names';
import type {
  CallSumSample,
  LatencyHistogram,
  Protocol,
  TrafficSample,
} from '@/lib/core/telemetry/traffic-sample';

// What the use cases need from the outside, in core's words. Every method rejects with an `UpstreamFailure`
// (see upstream-failure.ts) and with nothing else, whatever the upstream does.

/** Which calls to read. `namespaces` keeps calls that start, end or are addressed there; absent means all. */
export interface CallsRequest {
  readonly namespaces?: readonly string[];
  readonly windowSeconds: number;
  /** Unix time of the window's end. */
  readonly atSeconds: number;
  readonly signal?: AbortSignal;
}

export interface TrafficRequest extends CallsRequest {
  /** What is counted of each protocol; what is not counted is not read. */
  readonly rates: GraphRates;
}

/** A question that was put to the upstream, for "show query". */
export interface UpstreamQuery {
  readonly text: string;
  readonly durationMs: number;
  /** It reads what recording rules wrote, and not what the proxies report. */
  readonly recorded?: true;
}

/** Samples that could not be told in core's words: why, how many, and the label set of one of them. */
export interface SkippedSamples {
  readonly reason: string;
  readonly count: number;
  readonly example: string;
}

/** Common to every reading. */
export interface Reading {
  readonly skipped: readonly SkippedSamples[];
  readonly queries: readonly UpstreamQuery[];
  /** The upstream's own warnings and notes, truncation included. */
  readonly warnings: readonly string[];
}

export interface TrafficReading extends Reading {
  readonly samples: readonly TrafficSample[];
  /** Labels that Istio always reports and no series of requests has; empty where there are no requests. */
  readonly absentLabels: readonly IstioLabel[];
}

export interface DetailsRequest extends CallsRequest {
  /** Namespaces whose calls are read with all their buckets, even where there are too many calls to read those of all. */
  readonly quantiles?: readonly string[];
}

/** How long requests took and how large they were. */
export interface DetailReading extends Reading {
  /** Histograms of which only the number of requests was read: their calls have an average and no quantiles. */
  readonly countedOnly: number;
  readonly histograms: readonly LatencyHistogram[];
  readonly sums: readonly CallSumSample[];
}

/** Constrains one end of a call. A field left out is free, `null` asks for calls that do not name it. */
export interface PartyFilter {
  readonly cluster?: string | null;
  readonly namespace?: string | null;
  readonly workload?: string | null;
  readonly app?: string | null;
  readonly version?: string | null;
  /** Only what whoever asks may not see. */
  readonly hidden?: true;
}

/** Constrains the calls whose history is read. */
export interface CallFilter {
  readonly source?: PartyFilter;
  readonly destination?: PartyFilter;
  readonly service?: {
    readonly host?: string | null;
    readonly name?: string | null;
    readonly namespace?: string | null;
  };
  readonly protocol?: Protocol;
  /** Only what the server's side, or a waypoint, reported and did not call mutual TLS. */
  readonly unprotected?: true;
}

export interface HistoryRequest {
  readonly calls: CallFilter;
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly stepSeconds: number;
  /** Window of each point's rate. */
  readonly windowSeconds: number;
  readonly signal?: AbortSignal;
}

/** How the rate of one series of calls went; a point without a value is not listed. */
export interface CallHistory extends Omit<TrafficSample, 'perSecond'> {
  readonly points: readonly { readonly atSeconds: number; readonly perSecond: number }[];
}

export interface HistoryReading extends Reading {
  /** Of all reporters: they are not to be added. */
  readonly series: readonly CallHistory[];
}

/** Which calls to count. */
export interface CountRequest extends CallsRequest {
  /** Only calls of these hosts; absent means all. */
  readonly hosts?: readonly string[];
}

export interface CountReading extends Reading {
  /** Of all reporters: they are not to be added. */
  readonly counts: readonly CallCount[];
  /** Labels that Istio always reports, that are asked for, and that no series of requests has. */
  readonly absentLabels: readonly IstioLabel[];
}

export interface CountSeriesRequest extends CountRequest {
  /** Ends of the spans that are counted: every `stepSeconds` until `atSeconds`, from this time on. */
  readonly startSeconds: number;
  readonly stepSeconds: number;
}

export interface CountSeriesReading extends Reading {
  /** One for each span that anything was counted in, in the order of time; each is `windowSeconds` long. */
  readonly spans: readonly { readonly endSeconds: number; readonly counts: readonly CallCount[] }[];
}

/** How many scrapes a window holds, as a rule; undefined where nobody counted. */
export interface ScrapesReading extends Reading {
  readonly scrapes: number | undefined;
}

/** The upstream's clock, and how it was read. */
export interface ServerTime {
  /** Unix seconds. */
  readonly seconds: number;
  readonly query: UpstreamQuery;
}

/** The metrics side: what proxies report. */
export interface TelemetryPort {
  /** Request and TCP rates. An empty `namespaces` reads nothing and asks nothing. */
  readTraffic(request: TrafficRequest): Promise<TrafficReading>;
  /** Latency histograms and sizes of HTTP and gRPC requests, per call. */
  readDetails(request: DetailsRequest): Promise<DetailReading>;
  /** Requests, or TCP bytes when the filter's protocol is tcp, over time. */
  readHistory(request: HistoryRequest): Promise<HistoryReading>;
  /** The upstream's own clock. */
  serverTime(signal?: AbortSignal): Promise<ServerTime>;
  /** How far back data reaches by configuration; undefined when the upstream does not say. */
  retentionSeconds(signal?: AbortSignal): Promise<number | undefined>;
  /** Namespaces named as workload or service namespace by traffic between the two times, sorted. */
  knownNamespaces(startSeconds: number, endSeconds: number, signal?: AbortSignal): Promise<readonly string[]>;
}

/** The metrics side where calls are counted one by one, and not as rates. */
export interface CallCounter {
  /** How often calls were made in a window: requests, and connections of TCP. */
  countCalls(request: CountRequest): Promise<CountReading>;
  /** The same in many windows one after another. */
  countCallsOverTime(request: CountSeriesRequest): Promise<CountSeriesReading>;
  /** How many scrapes a window holds of what the proxies of clients count. */
  countScrapes(request: CountRequest): Promise<ScrapesReading>;
}

/** How many series there are, at one instant. */
export interface SeriesCounts {
  /** Of requests and TCP bytes, in the scope. */
  readonly series: number;
  /** Everything that is scraped, in whatever scope. */
  readonly targets: number;
  /** By which istiod tells its version. */
  readonly controlPlanes: number;
  readonly queries: readonly UpstreamQuery[];
}

/** What the doctor asks of the metrics side. */
export interface MetricsProbe {
  countSeries(atSeconds: number, signal?: AbortSignal): Promise<SeriesCounts>;
  /** As `knownNamespaces`, whatever the scope. */
  namespacesOutsideScope(
    startSeconds: number,
    endSeconds: number,
    signal?: AbortSignal,
  ): Promise<readonly string[]>;
}

/**
 * How well a kind is known. `degraded`: what is shown may be old or incomplete. `forbidden`: our account may not read it.
 * `notInstalled`: the API does not serve it. `unavailable`: nothing could be read so far.
 */
export type SyncState = 'syncing' | 'ok' | 'degraded' | 'forbidden' | 'notInstalled' | 'unavailable';

export interface SyncStatus {
  readonly state: SyncState;
  /** Unix milliseconds since when. */
  readonly sinceMs: number;
  /** One fixed sentence, safe to show; absent when all is well. */
  readonly reason?: string;
}

export interface KindStatus extends SyncStatus {
  /** The API version that is read, for instance `v1beta1`; absent while unknown. */
  readonly version?: string;
  readonly count: number;
  /** Objects that are no objects; each names where it was. At most 20. */
  readonly problems: readonly string[];
  /** Namespaces that may not be read, where the kind is read namespace by namespace. */
  readonly hiddenNamespaces?: readonly string[];
  /** All namespaces that are read, where the kind is read namespace by namespace; absent means all there are. */
  readonly visibleNamespaces?: readonly string[];
}

export interface ClusterStatus extends SyncStatus {
  readonly kinds: ReadonlyMap<ResourceKind, KindStatus>;
}

/** An object's spec that was seen to change, or an object that was seen to appear. */
export interface SeenChange {
  /** Empty for cluster-scoped objects. */
  readonly namespace: string;
  readonly name: string;
  /** Unix milliseconds of this server's clock. */
  readonly atMs: number;
}

/** The declared side: what the Kubernetes API holds. Always answers at once, from a copy that follows the cluster. */
export interface ClusterPort {
  /** JSON objects as the API gave them, trimmed; read them through lib/core/kubernetes. A new array after each change. */
  objects(kind: ResourceKind): readonly object[];
  /** What was seen to change of a kind that routes are made of, since it is followed; some of late, not all. */
  changes(kind: ResourceKind): readonly SeenChange[];
  status(): ClusterStatus;
  /** Calls `listener` about every 100 ms while something changes, with the kinds whose objects or status did. */
  onChange(listener: (kinds: ReadonlySet<ResourceKind>) => void): () => void;
  /** Ends all watches; resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

export interface TraceSearch extends TraceQuery {
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** Of the span that is looked for. */
  readonly minDurationMs?: number;
  readonly limit: number;
  readonly signal?: AbortSignal;
}

export interface TraceReading {
  /** The latest first. */
  readonly traces: readonly Trace[];
  readonly query: UpstreamQuery;
  /** Traces and spans that could not be read. */
  readonly skipped: number;
}

/** The tracing side: single requests, as far as they are sampled. */
export interface TracingPort {
  /** Names of services that the backend knows. */
  services(signal?: AbortSignal): Promise<readonly string[]>;
  search(search: TraceSearch): Promise<TraceReading>;
  /** One trace; undefined when the backend does not have it, or not any more. */
  trace(traceId: string, signal?: AbortSignal): Promise<Trace | undefined>;
  close(): void;
}
