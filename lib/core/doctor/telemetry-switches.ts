import { asArray, asObject, asText } from '@/lib/core/kubernetes/json';

/** A Telemetry that switches metrics off, or takes labels from them. */
export interface TelemetrySwitch {
  readonly namespace: string;
  readonly name: string;
  /** Whether requests are not counted any more. */
  readonly disables: boolean;
  /** Labels that are removed. */
  readonly removes: readonly string[];
  /** Whether it is for some workloads of its namespace only. */
  readonly selective: boolean;
}

/** The metrics of the graph, as Istio's API names them; no name stands for all. */
const COUNTED = new Set([undefined, 'ALL_METRICS', 'REQUEST_COUNT']);

/**
 * Reads telemetry.istio.io Telemetry objects: `spec.metrics[].overrides[]` as in
 * https://istio.io/latest/docs/reference/config/telemetry/
 */
export function readTelemetrySwitches(objects: readonly unknown[]): TelemetrySwitch[] {
  return objects.flatMap((object) => {
    const metadata = asObject(asObject(object)['metadata']);
    const [name, namespace] = [asText(metadata['name']), asText(metadata['namespace'])];
    if (name === undefined || namespace === undefined) return [];
    const spec = asObject(asObject(object)['spec']);
    const overrides = asArray(spec['metrics'])
      .flatMap((metrics) => asArray(asObject(metrics)['overrides']))
      .map(asObject)
      .filter(({ match }) => {
        const { metric, customMetric } = asObject(match);
        return customMetric === undefined && COUNTED.has(asText(metric));
      });
    const disables = overrides.some(({ disabled }) => disabled === true);
    const removes = overrides.flatMap(({ tagOverrides }) =>
      Object.entries(asObject(tagOverrides))
        .filter(([, override]) => asObject(override)['operation'] === 'REMOVE')
        .map(([label]) => label),
    );
    if (!disables && removes.length === 0) return [];
    const selective = spec['selector'] !== undefined || spec['targetRef'] !== undefined;
    const targeted = selective || asArray(spec['targetRefs']).length > 0;
    return [{ namespace, name, disables, removes: [...new Set(removes)].sort(), selective: targeted }];
  });
}
