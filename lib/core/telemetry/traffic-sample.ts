import type { CumulativeColumns } from './quantiles';

/** Canonical words for what Istio's proxies report. Adapters translate label sets into these. */

export type Protocol = 'http' | 'grpc' | 'tcp';
export type Reporter = 'source' | 'destination' | 'waypoint';
export type Security = 'mutual' | 'plaintext' | 'unknown';

/** One end of a call as the proxy names it. A field is absent when the label is absent, empty or `unknown`. */
export interface Party {
  readonly cluster?: string;
  readonly namespace?: string;
  readonly workload?: string;
  /** Canonical service. */
  readonly app?: string;
  /** Canonical revision; `latest` stays `latest`. */
  readonly version?: string;
  readonly principal?: string;
  /** Who asks may not see it: its workload or app is a name of nobody. */
  readonly hidden?: true;
}

/** The service that was called, as named in the report. */
export interface CalledService {
  /** `destination_service`: usually the FQDN, sometimes a bare host or IP and port. */
  readonly host?: string;
  /** `destination_service_name`: the short name, an external host or PassthroughCluster and its kin. */
  readonly name?: string;
  readonly namespace?: string;
  /** Who asks may not see it: its names are of nobody. */
  readonly hidden?: true;
}

/** Who called what, as one reporter tells it. The unit in which everything about traffic is grouped. */
export interface Call {
  readonly reporter: Reporter;
  readonly source: Party;
  readonly service: CalledService;
  readonly destination: Party;
  readonly protocol: Protocol;
}

/** Sent and received are named by the server's proxy, as Istio does: `tcpSent` flows to the client. */
export type TrafficMeasure =
  | 'requests'
  | 'requestMessages'
  | 'responseMessages'
  | 'tcpSent'
  | 'tcpReceived'
  | 'connectionsOpened'
  | 'connectionsClosed'
  | 'connectionsFailed';

/** A rate of one measure of one call, per second. */
export interface TrafficSample extends Call {
  readonly measure: TrafficMeasure;
  /** HTTP status, gRPC status, or `-` where no response was produced; absent for TCP and messages. */
  readonly code?: string;
  /** Envoy's or ztunnel's short flags; absent when none (`-`). */
  readonly flags?: string;
  readonly security: Security;
  readonly perSecond: number;
}

/** A latency histogram of a call, or some of its buckets. */
export interface LatencyHistogram extends Call, CumulativeColumns {}

export type SumMeasure = 'latencyMs' | 'requestBytes' | 'responseBytes';

/** Milliseconds spent, or bytes carried, per second of the window by the requests of a call. */
export interface CallSumSample extends Call {
  readonly measure: SumMeasure;
  readonly perSecond: number;
}
