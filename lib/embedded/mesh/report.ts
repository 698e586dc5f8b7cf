import type { Protocol } from './answer';
import type { LatencyModel } from './latency-model';
import type { MeshWorkload } from './mesh-view';
import type { RoutedService } from './service-names';

export type Reporter = 'source' | 'destination' | 'waypoint';

/** What the events of one report are like. */
export interface EventKind {
  readonly duration: LatencyModel;
  readonly requestBytes: LatencyModel;
  readonly responseBytes: LatencyModel;
  /** gRPC messages back for each request. */
  readonly messagesBack: number;
  /** For TCP: connections opened, and closed, for each use. */
  readonly connections: number;
  /** For TCP: connections of every pair of proxies that stay open as long as the traffic goes on. */
  readonly keptOpen: number;
}

/** Steady traffic of one kind as one side of it reports it, in parts of the world's load. */
export interface Report {
  readonly reporter: Reporter;
  /** Whose proxies tell it. */
  readonly teller: MeshWorkload;
  /** Told by the ztunnel of the teller's nodes. */
  readonly isByZtunnel: boolean;
  readonly source: MeshWorkload | undefined;
  readonly destination: MeshWorkload | undefined;
  /** Identities are proven by TLS only. */
  readonly sourcePrincipal: string | undefined;
  readonly destinationPrincipal: string | undefined;
  readonly service: RoutedService;
  readonly protocol: Protocol;
  /** Empty for TCP. */
  readonly code: string;
  readonly grpcStatus: string | undefined;
  readonly flags: string;
  readonly security: 'unknown' | 'none' | 'mutual_tls';
  /** Events for each event of the load. */
  readonly factor: number;
  readonly kind: EventKind;
}

/** The same for reports whose labels do not differ but for the pod that tells them. */
export function reportKey(report: Report): string {
  const { reporter, teller, isByZtunnel, source, destination, service, protocol } = report;
  const name = (workload: MeshWorkload | undefined) =>
    workload === undefined ? '' : `${workload.namespace}/${workload.name}`;
  return JSON.stringify([
    reporter,
    isByZtunnel,
    name(teller),
    name(source),
    name(destination),
    report.sourcePrincipal,
    report.destinationPrincipal,
    service.host,
    service.name,
    protocol,
    report.code,
    report.grpcStatus,
    report.flags,
    report.security,
  ]);
}

/**
 * Reports that proxies cannot tell apart become one. They may take different times, since signed-in visitors take other
 * ways: the busiest one's times stand for all.
 */
export function mergeReports(reports: Iterable<Report>): Map<string, Report> {
  const merged = new Map<string, { busiest: Report; factor: number }>();
  for (const report of reports) {
    const key = reportKey(report);
    const known = merged.get(key);
    if (known === undefined) merged.set(key, { busiest: report, factor: report.factor });
    else {
      known.factor += report.factor;
      if (report.factor > known.busiest.factor) known.busiest = report;
    }
  }
  return new Map([...merged].map(([key, { busiest, factor }]) => [key, { ...busiest, factor }]));
}
