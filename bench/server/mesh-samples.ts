import { formatValue } from '../../lib/embedded/promql/format-value';

export interface MeshSize {
  readonly workloads: number;
  /** Default: ten workloads in each. */
  readonly namespaces?: number;
  /** Calls of each workload, default 3. */
  readonly callees?: number;
  /** Buckets of each histogram, `+Inf` included; default 20, as Istio has them. */
  readonly buckets?: number;
}

export interface SampleSpan {
  /** Unix seconds; one scrape every two minutes between the two. */
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

const SCRAPE_SECONDS = 120;
const REPORTERS = ['source', 'destination'] as const;
const CODES = ['200', '503'] as const;
const BOUNDS = [
  '0.5', '1', '5', '10', '25', '50', '100', '250', '500', '1000', '2500', '5000', '10000', '30000', '60000', '300000',
  '600000', '1800000', '3600000',
]; // prettier-ignore

/** Series of requests and of latency buckets. */
export function countSeries({ workloads, callees = 3, buckets = 20 }: MeshSize): number {
  return workloads * callees * REPORTERS.length * (CODES.length + buckets + 3);
}

/**
 * OpenMetrics text of a mesh of so many workloads: each calls some others, both sides report each call, with two response
 * codes, a latency histogram and two sizes. Same size, same mesh.
 */
export function* writeMeshSamples(size: MeshSize, span: SampleSpan): Generator<string> {
  yield* writeMetric('istio_requests_total', size, span, (labels, index) =>
    CODES.map((code) => ({
      labels: `${labels},response_code="${code}"`,
      rate: code === '200' ? 10 + (index % 90) : 0.1 + (index % 7) / 20,
    })),
  );
  yield* writeMetric('istio_request_duration_milliseconds_bucket', size, span, (labels, index) => {
    const all = 10 + (index % 90);
    const bounds = [...BOUNDS.slice(0, (size.buckets ?? 20) - 1), '+Inf'];
    return bounds.map((bound, i) => ({
      labels: `${labels},response_code="200",le="${bound}"`,
      rate: bound === '+Inf' ? all : all * (1 - Math.exp(-(i + 1) / (2 + (index % 5)))),
    }));
  });
  for (const metric of [
    'istio_request_duration_milliseconds_sum',
    'istio_request_bytes_sum',
    'istio_response_bytes_sum',
  ]) {
    yield* writeMetric(metric, size, span, (labels, index) => [
      { labels: `${labels},response_code="200"`, rate: (10 + (index % 90)) * 25 },
    ]);
  }
  yield '# EOF\n';
}

interface Counter {
  readonly labels: string;
  readonly rate: number;
}

function* writeMetric(
  metric: string,
  size: MeshSize,
  { fromSeconds, toSeconds }: SampleSpan,
  counters: (labels: string, index: number) => readonly Counter[],
): Generator<string> {
  const times: number[] = [];
  for (let at = fromSeconds; at <= toSeconds; at += SCRAPE_SECONDS) times.push(at);
  yield `# TYPE ${metric} unknown\n`;
  for (const [index, call] of plannedCalls(size).entries()) {
    for (const reporter of REPORTERS) {
      let text = '';
      for (const { labels, rate } of counters(callLabels(call, reporter), index)) {
        // Far from zero, so that no rate is bent by the counter's first sample.
        for (const at of times)
          text += `${metric}{${labels}} ${formatValue(rate * (at - fromSeconds + 1e6))} ${at}\n`;
      }
      yield text;
    }
  }
}

/** How far on a call leads; no two calls of a workload may lead to the same. */
function stepOf(call: number, namespaces: number): number {
  const steps = [...new Set([namespaces, 1, 7, 3])];
  return steps[call % 3] ?? 1;
}

interface Workload {
  readonly name: string;
  readonly namespace: string;
}

interface PlannedCall {
  readonly source: Workload;
  readonly target: Workload;
}

function plannedCalls({
  workloads,
  namespaces = Math.max(1, Math.round(workloads / 10)),
  callees = 3,
}: MeshSize) {
  const all = Array.from({ length: workloads }, (_none, index): Workload => ({
    name: `workload-${index}`,
    namespace: `namespace-${index % namespaces}`,
  }));
  return all.flatMap((source, index) =>
    Array.from({ length: callees }, (_none, call): PlannedCall[] => {
      // A neighbour of the same namespace, and others further on.
      const target = all[(index + stepOf(call, namespaces) * (1 + Math.floor(call / 3))) % workloads];
      return target === undefined ? [] : [{ source, target }];
    }).flat(),
  );
}

function callLabels({ source, target }: PlannedCall, reporter: (typeof REPORTERS)[number]): string {
  const end = (prefix: string, { name, namespace }: Workload) => [
    `${prefix}_workload="${name}"`,
    `${prefix}_workload_namespace="${namespace}"`,
    `${prefix}_principal="spiffe://cluster.local/ns/${namespace}/sa/${name}"`,
    `${prefix}_canonical_service="${name}"`,
    `${prefix}_canonical_revision="v1"`,
    `${prefix}_cluster="Kubernetes"`,
  ];
  return [
    `reporter="${reporter}"`,
    ...end('source', source),
    ...end('destination', target),
    `destination_service="${target.name}.${target.namespace}.svc.cluster.local"`,
    `destination_service_name="${target.name}"`,
    `destination_service_namespace="${target.namespace}"`,
    'request_protocol="http"',
    'response_flags="-"',
    `connection_security_policy="${reporter === 'source' ? 'unknown' : 'mutual_tls'}"`,
  ].join(',');
}
