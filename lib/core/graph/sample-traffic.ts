import type { Party, Reporter, TrafficSample } from '../telemetry/traffic-sample';

// Makers of traffic samples, for tests.

export const SAMPLE_NAMESPACE = 'bookinfo';

export function party(app: string, version = 'v1', namespace = SAMPLE_NAMESPACE): Party {
  return { cluster: 'east', namespace, workload: `${app}-${version}`, app, version };
}

/** Answered HTTP requests as one reporter tells them. */
export function http(
  reporter: Reporter,
  source: Party,
  destination: Party,
  perSecond: number,
  more: Partial<TrafficSample> = {},
): TrafficSample {
  const name = destination.app ?? 'reviews';
  return {
    reporter,
    source,
    service: { host: `${name}.${SAMPLE_NAMESPACE}.svc.cluster.local`, name, namespace: SAMPLE_NAMESPACE },
    destination,
    protocol: 'http',
    measure: 'requests',
    code: '200',
    security: reporter === 'destination' ? 'mutual' : 'unknown',
    perSecond,
    ...more,
  };
}

/** Both sides' reports of one call. */
export function twin(source: Party, destination: Party, perSecond: number): TrafficSample[] {
  return [
    http('source', source, destination, perSecond),
    http('destination', source, destination, perSecond),
  ];
}
