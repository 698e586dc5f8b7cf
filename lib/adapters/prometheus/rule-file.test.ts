import { describe, expect, it } from 'vitest';
import { ISTIO_METRICS, type IstioMetric } from '@/lib/core/telemetry/istio-names';
import { parseRecordingRules, stemOf } from '@/lib/core/telemetry/recording-rules';
import { parseDurationSeconds } from '@/lib/core/mesh/duration';
import { readShippedRules } from '@/lib/embedded/prometheus/shipped-rules';
import { CALL_LABELS, FLOW_LABELS, LATENCY_BUCKETS, REQUEST_LABELS, TRAFFIC_METRICS } from './istio-labels';

/** By which several meshes in one Prometheus are told apart. */
const SCOPE_LABELS = ['mesh_id', 'cluster'];

const groups = readShippedRules();
const rules = groups.flatMap((group) => group.rules);
const names = parseRecordingRules('auto');

function labelsOf(metric: IstioMetric): readonly string[] {
  if (metric === TRAFFIC_METRICS.requests) return REQUEST_LABELS;
  if (metric === LATENCY_BUCKETS) return [...CALL_LABELS, 'le'];
  return Object.values(TRAFFIC_METRICS).includes(metric) ? FLOW_LABELS : CALL_LABELS;
}

describe('the rules that we ship', () => {
  it.each(ISTIO_METRICS)('record %s by the labels that are read of it, and tell when', (metric) => {
    if (!names.ok || names.value === undefined) throw new Error('no names');
    const name = names.value.metrics[metric];
    const at = rules.findIndex(({ record }) => record === name);
    const by = [...labelsOf(metric), ...SCOPE_LABELS].join(', ');
    expect(rules[at]?.expr.replaceAll(/\s+/g, ' ').trim()).toBe(`sum by ( ${by} ) (rate(${metric}[1m]))`);
    expect(rules[at + 1]).toEqual({
      record: names.value.evaluated,
      expr: `max(timestamp(${name})) == time()`,
      labels: { records: stemOf(metric) },
    });
  });

  it('record nothing else, and no less often than a rate looks back', () => {
    expect(rules).toHaveLength(2 * ISTIO_METRICS.length);
    for (const { interval } of groups) expect(parseDurationSeconds(interval)).toBeLessThanOrEqual(60);
  });
});
