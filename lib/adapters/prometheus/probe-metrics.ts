import { count, or } from '@/lib/core/promql/expression';
import { printSelector } from '@/lib/core/promql/matcher';
import type { PromqlExpression } from '@/lib/core/promql/promql-expression';
import { ISTIO_NAMES, type IstioNames } from '@/lib/core/telemetry/istio-names';
import type { MetricsProbe } from '@/lib/services/ports';
import type { PrometheusClient } from './client';
import { NAMESPACE_LABELS, TRAFFIC_METRICS } from './istio-labels';
import { createLoadProbe } from './probe-load';

/** Cheap questions about what a server has at all. */
export function createMetricsProbe(
  client: PrometheusClient,
  names: IstioNames = ISTIO_NAMES,
  nowMs: () => number = Date.now,
): MetricsProbe {
  const metrics = (['requests', 'tcpReceived'] as const).map(
    (measure) => names.metrics[TRAFFIC_METRICS[measure]],
  );
  const expressions = {
    series: count(or(...metrics.map((metric) => printSelector(metric, client.scope)))),
    targets: count(printSelector('up', [])),
    controlPlanes: count(printSelector('istio_build', [{ name: 'component', op: '=', value: 'pilot' }])),
  };

  return {
    ...createLoadProbe(client, names, nowMs),

    async countSeries(atSeconds, signal) {
      const ask = async (expression: PromqlExpression) => {
        const answer = await client.queryInstant(expression, { atSeconds, signal });
        const query = { text: expression, durationMs: answer.durationMs };
        // Counting nothing answers nothing.
        return { value: answer.samples[0]?.value ?? 0, query };
      };
      const [series, targets, controlPlanes] = await Promise.all([
        ask(expressions.series),
        ask(expressions.targets),
        ask(expressions.controlPlanes),
      ]);
      return {
        series: series.value,
        targets: targets.value,
        controlPlanes: controlPlanes.value,
        queries: [series.query, targets.query, controlPlanes.query],
      };
    },

    async namespacesOutsideScope(startSeconds, endSeconds, signal) {
      const lists = await Promise.all(
        metrics.flatMap((metric) =>
          NAMESPACE_LABELS.map((label) =>
            client.labelValues(
              names.labels[label],
              { metric, matchers: [] },
              { startSeconds, endSeconds, signal },
            ),
          ),
        ),
      );
      return [...new Set(lists.flat())].filter((name) => name !== '' && name !== 'unknown').sort();
    },
  };
}
