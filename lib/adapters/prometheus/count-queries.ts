import { countOverTime, increase, median, sumBy } from '@/lib/core/promql/expression';
import { oneOf, printSelector, type Matcher } from '@/lib/core/promql/matcher';
import type { PromqlExpression } from '@/lib/core/promql/promql-expression';
import type { IstioLabel } from '@/lib/core/telemetry/istio-names';
import type { CallCount } from '@/lib/core/splits/call-count';
import { CALL_LABELS, TRAFFIC_METRICS } from './istio-labels';
import { chunked, inNamespaces, type GraphQueryScope } from './queries';

export type CountMeasure = CallCount['measure'];

export const COUNT_MEASURES: readonly CountMeasure[] = ['requests', 'connectionsOpened'];

/** Who called what, and how it ended as far as that says whether it reached anybody. */
export const COUNT_LABELS: readonly IstioLabel[] = [...CALL_LABELS, 'response_flags'];

/** Which calls are counted. */
export interface CountQueryScope extends GraphQueryScope {
  /** Only calls of these hosts; absent means all. */
  readonly hosts?: readonly string[];
}

/** How often calls were made in a window. Texts, one per 50 namespaces. */
export function countQueries(measure: CountMeasure, of: CountQueryScope): PromqlExpression[] {
  const { names, scope, windowSeconds, hosts } = of;
  const labels = COUNT_LABELS.map((label) => names.labels[label]);
  const only: Matcher[] = hosts === undefined ? [] : [oneOf(names.labels.destination_service, hosts)];
  return chunked(of, (namespaces) =>
    inNamespaces(names, namespaces, (matchers) =>
      sumBy(
        labels,
        increase(
          printSelector(names.metrics[TRAFFIC_METRICS[measure]], [...scope, ...only, ...matchers]),
          windowSeconds,
        ),
      ),
    ),
  );
}

/** How many scrapes of a window hold a proxy's count, as a rule: a scalar, or nothing where nobody counts. */
export function scrapesQuery({ names, scope, windowSeconds, hosts }: CountQueryScope): PromqlExpression {
  const only: Matcher[] = hosts === undefined ? [] : [oneOf(names.labels.destination_service, hosts)];
  const source: Matcher = { name: names.labels.reporter, op: '=~', value: 'source|waypoint' };
  const selector = printSelector(names.metrics.istio_requests_total, [...scope, source, ...only]);
  return median(countOverTime(selector, windowSeconds));
}
