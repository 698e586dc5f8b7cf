import { buildGraph } from '../graph/build-graph';
import type { Party, Protocol, Reporter, Security, TrafficSample } from '../telemetry/traffic-sample';
import { observeSecurity, type ObservationOptions, type ObservedMesh } from './observe-security';

// Makers of traffic that was seen, for tests.

export interface SampleArrival {
  readonly rate?: number;
  readonly security?: Security;
  readonly reporter?: Reporter;
  readonly protocol?: Protocol;
  /** The service that was called; by default of the server's name. */
  readonly service?: string;
  readonly code?: string;
  readonly flags?: string;
  readonly cluster?: string;
}

/** A workload at `namespace/name` as a proxy names it; `?` for somebody nobody knows. */
export function partyAt(place: string, cluster = 'east'): Party {
  const [namespace = '', workload = ''] = place.split('/');
  if (place === '?') return {};
  const principal = `spiffe://cluster.local/ns/${namespace}/sa/${workload}`;
  return { cluster, namespace, workload, app: workload, version: 'v1', principal };
}

/** One report of calls from one workload to another. */
export function arrival(from: string, to: string, more: SampleArrival = {}): TrafficSample {
  const { rate = 1, security = 'mutual', reporter = 'destination', protocol = 'http', code = '200' } = more;
  const destination = partyAt(to, more.cluster);
  const { namespace = '', workload = '' } = destination;
  const name = more.service ?? workload;
  const { principal, ...anonymous } = partyAt(from, more.cluster);
  return {
    reporter,
    source: security === 'mutual' && principal !== undefined ? { ...anonymous, principal } : anonymous,
    service: { host: `${name}.${namespace}.svc.cluster.local`, name, namespace },
    destination,
    protocol,
    measure: protocol === 'tcp' ? 'tcpReceived' : 'requests',
    ...(protocol === 'tcp' ? {} : { code }),
    ...(more.flags === undefined ? {} : { flags: more.flags }),
    security,
    perSecond: rate,
  };
}

/** What an observer makes of these reports. */
export function observe(
  traffic: readonly TrafficSample[],
  options: ObservationOptions = { clusterId: 'east' },
): ObservedMesh {
  const telemetry = { traffic, histograms: [], sums: [] };
  const level = { level: 'workload', idle: false } as const;
  return observeSecurity(
    buildGraph(telemetry, { ...level, serviceNodes: false }),
    buildGraph(telemetry, { ...level, serviceNodes: true }),
    options,
  );
}
