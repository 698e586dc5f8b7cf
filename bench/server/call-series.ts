/** A label and its value. */
export type Label = readonly [name: string, value: string];

export interface Workload {
  readonly name: string;
  readonly namespace: string;
}

export interface Call {
  /** Its place among the calls of a mesh, which decides how much traffic it has. */
  readonly index: number;
  readonly source: Workload;
  readonly target: Workload;
}

export type Reporter = 'source' | 'destination';
export const REPORTERS: readonly Reporter[] = ['source', 'destination'];

/** A proxy that counts a call, or a share of it. */
export interface Teller {
  /** All labels that its counters have in common. */
  readonly labels: readonly Label[];
  readonly share: number;
  /** Seconds after the others at which it is scraped. */
  readonly delaySeconds: number;
}

/** A counter that grows evenly. */
export interface Series {
  readonly metric: string;
  readonly teller: Teller;
  /** Labels of this counter alone. */
  readonly labels: readonly Label[];
  readonly perSecond: number;
}

const CODES = ['200', '503'] as const;
const BOUNDS = [
  '0.5', '1', '5', '10', '25', '50', '100', '250', '500', '1000', '2500', '5000', '10000', '30000', '60000', '300000',
  '600000', '1800000', '3600000', '+Inf',
]; // prettier-ignore
const SUMS = [
  'istio_request_duration_milliseconds_sum',
  'istio_request_bytes_sum',
  'istio_response_bytes_sum',
];

export const REQUESTS = 'istio_requests_total';
/** One for each code. */
export const REQUEST_SERIES_OF_TELLER = CODES.length;
/** Series that each teller of a call has: two codes, a latency histogram as Istio has it, and three sums. */
export const SERIES_OF_TELLER = CODES.length + BOUNDS.length + SUMS.length;

/** The series of all calls, metric by metric. Same calls, same series. */
export function* countCalls(
  calls: readonly Call[],
  tellersOf: (call: Call) => readonly Teller[],
): Generator<Series> {
  const told = calls.flatMap((call) => tellersOf(call).map((teller) => ({ call, teller })));
  for (const [metric, count] of METRICS) {
    for (const { call, teller } of told) {
      for (const { labels, perSecond } of count(call.index))
        yield { metric, teller, labels, perSecond: perSecond * teller.share };
    }
  }
}

type Counters = readonly Pick<Series, 'labels' | 'perSecond'>[];

const METRICS: readonly (readonly [metric: string, count: (index: number) => Counters])[] = [
  [REQUESTS, countRequests],
  ['istio_request_duration_milliseconds_bucket', countLatencies],
  ...SUMS.map((metric) => [metric, countSum] as const),
];

function answeredPerSecond(index: number): number {
  return 10 + (index % 90);
}

function countRequests(index: number): Counters {
  return CODES.map((code) => ({
    labels: [['response_code', code]],
    perSecond: code === '200' ? answeredPerSecond(index) : 0.1 + (index % 7) / 20,
  }));
}

function countLatencies(index: number): Counters {
  const all = answeredPerSecond(index);
  return BOUNDS.map((bound, i) => ({
    labels: [
      ['response_code', '200'],
      ['le', bound],
    ],
    perSecond: bound === '+Inf' ? all : all * (1 - Math.exp(-(i + 1) / (2 + (index % 5)))),
  }));
}

function countSum(index: number): Counters {
  return [{ labels: [['response_code', '200']], perSecond: answeredPerSecond(index) * 25 }];
}

/** What Istio says of a call, whoever tells of it. */
export function callLabels({ source, target }: Call, reporter: Reporter): Label[] {
  const end = (prefix: string, { name, namespace }: Workload): Label[] => [
    [`${prefix}_workload`, name],
    [`${prefix}_workload_namespace`, namespace],
    [`${prefix}_principal`, `spiffe://cluster.local/ns/${namespace}/sa/${name}`],
    [`${prefix}_canonical_service`, name],
    [`${prefix}_canonical_revision`, 'v1'],
    [`${prefix}_cluster`, 'Kubernetes'],
  ];
  return [
    ['reporter', reporter],
    ...end('source', source),
    ...end('destination', target),
    ['destination_service', `${target.name}.${target.namespace}.svc.cluster.local`],
    ['destination_service_name', target.name],
    ['destination_service_namespace', target.namespace],
    ['request_protocol', 'http'],
    ['response_flags', '-'],
    ['connection_security_policy', reporter === 'source' ? 'unknown' : 'mutual_tls'],
  ];
}
