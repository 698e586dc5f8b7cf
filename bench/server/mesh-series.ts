import {
  callLabels,
  countCalls,
  REPORTERS,
  REQUESTS,
  REQUEST_SERIES_OF_TELLER,
  SERIES_OF_TELLER,
  type Call,
  type Series,
  type Workload,
} from './call-series';

export interface MeshSize {
  readonly workloads: number;
  /** Default: ten workloads in each. */
  readonly namespaces?: number;
  /** Default: all that Istio counts, latencies and sizes too. */
  readonly counts?: 'everything' | 'requests';
}

const CALLEES = 3;

/** Series of requests and, where everything is counted, of latency buckets and of sums. */
export function countSeries({ workloads, counts = 'everything' }: MeshSize): number {
  const each = counts === 'requests' ? REQUEST_SERIES_OF_TELLER : SERIES_OF_TELLER;
  return workloads * CALLEES * REPORTERS.length * each;
}

/** A mesh of so many workloads: each calls three others, and the proxies of both sides count each call. */
export function* meshSeries(size: MeshSize): Generator<Series> {
  const all = countCalls(planCalls(size), (call) =>
    REPORTERS.map((reporter) => ({ labels: callLabels(call, reporter), share: 1, delaySeconds: 0 })),
  );
  for (const series of all) if (size.counts !== 'requests' || series.metric === REQUESTS) yield series;
}

function planCalls({ workloads, namespaces = Math.max(1, Math.round(workloads / 10)) }: MeshSize): Call[] {
  const all = Array.from({ length: workloads }, (_none, index): Workload => ({
    name: `workload-${index}`,
    namespace: `namespace-${index % namespaces}`,
  }));
  // A neighbour of the same namespace, and others further on.
  const steps = [...new Set([namespaces, 1, 7, 3])].slice(0, CALLEES);
  return all.flatMap((source, i) =>
    steps.flatMap((step, call): Call[] => {
      const target = all[(i + step) % workloads];
      return target === undefined ? [] : [{ index: i * CALLEES + call, source, target }];
    }),
  );
}
