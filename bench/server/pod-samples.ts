import { formatValue } from '../../lib/embedded/promql/format-value';

export interface PodMesh {
  readonly workloads: number;
  /** Of each workload. */
  readonly pods: number;
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

const SCRAPE_SECONDS = 15;
const CALLEES = [1, 7, 3];
const BOUNDS = [
  '0.5', '1', '5', '10', '25', '50', '100', '250', '500', '1000', '2500', '5000', '10000', '30000', '60000', '300000',
  '600000', '1800000', '3600000', '+Inf',
]; // prettier-ignore

/**
 * OpenMetrics text of a mesh as its pods are scraped every 15 seconds: each workload calls three others, the pods of both
 * sides report, with two codes, a histogram of 20 buckets and three sums. Same mesh, same text.
 */
export function* writePodSamples(mesh: PodMesh): Generator<string> {
  yield* writeMetric('istio_requests_total', mesh, (labels) => [
    { labels: `${labels},response_code="200"`, share: 1 },
    { labels: `${labels},response_code="503"`, share: 0.01 },
  ]);
  yield* writeMetric('istio_request_duration_milliseconds_bucket', mesh, (labels) =>
    BOUNDS.map((le, i) => ({
      labels: `${labels},response_code="200",le="${le}"`,
      share: (i + 1) / BOUNDS.length,
    })),
  );
  for (const metric of [
    'istio_request_duration_milliseconds_sum',
    'istio_request_bytes_sum',
    'istio_response_bytes_sum',
  ])
    yield* writeMetric(metric, mesh, (labels) => [{ labels: `${labels},response_code="200"`, share: 40 }]);
  yield '# EOF\n';
}

function* writeMetric(
  metric: string,
  { workloads, pods, fromSeconds, toSeconds }: PodMesh,
  counters: (labels: string) => readonly { readonly labels: string; readonly share: number }[],
): Generator<string> {
  yield `# TYPE ${metric} unknown\n`;
  for (let source = 0; source < workloads; source += 1) {
    for (const step of CALLEES) {
      const target = (source + step) % workloads;
      for (const reporter of ['source', 'destination']) {
        for (let pod = 0; pod < pods; pod += 1) {
          let text = '';
          const told = reporter === 'source' ? source : target;
          for (const { labels, share } of counters(callLabels({ source, target, reporter, told, pod }))) {
            for (let at = fromSeconds + (pod % SCRAPE_SECONDS); at <= toSeconds; at += SCRAPE_SECONDS)
              text += `${metric}{${labels}} ${formatValue(share * (5 + (source % 9)) * (at - fromSeconds + 1e6))} ${at}\n`;
          }
          yield text;
        }
      }
    }
  }
}

interface PodCall {
  readonly source: number;
  readonly target: number;
  readonly reporter: string;
  readonly told: number;
  readonly pod: number;
}

function callLabels({ source, target, reporter, told, pod }: PodCall): string {
  const place = (workload: number) => `namespace-${Math.floor(workload / 10)}`;
  const end = (prefix: string, workload: number) => [
    `${prefix}_workload="workload-${workload}"`,
    `${prefix}_workload_namespace="${place(workload)}"`,
    `${prefix}_principal="spiffe://cluster.local/ns/${place(workload)}/sa/workload-${workload}"`,
    `${prefix}_app="workload-${workload}"`,
    `${prefix}_version="v1"`,
    `${prefix}_canonical_service="workload-${workload}"`,
    `${prefix}_canonical_revision="v1"`,
    `${prefix}_cluster="Kubernetes"`,
  ];
  return [
    `reporter="${reporter}"`,
    ...end('source', source),
    ...end('destination', target),
    `destination_service="workload-${target}.${place(target)}.svc.cluster.local"`,
    `destination_service_name="workload-${target}"`,
    `destination_service_namespace="${place(target)}"`,
    'request_protocol="http"',
    'response_flags="-"',
    `connection_security_policy="${reporter === 'source' ? 'unknown' : 'mutual_tls'}"`,
    `pod="workload-${told}-${pod}"`,
    `instance="10.0.${told}.${pod}:15020"`,
    'job="kubernetes-pods"',
  ].join(',');
}
