import { describe, expect, it } from 'vitest';
import { ISTIO_METRICS } from './istio-names';
import { parseRecordingRules } from './recording-rules';

describe('names of recording rules', () => {
  it('are those that we ship unless somebody says otherwise', () => {
    const rules = parseRecordingRules('auto');
    expect(rules).toMatchObject({
      ok: true,
      value: {
        pattern: 'workload:*:rate1m',
        evaluated: 'workload:telltale_evaluated_seconds:rate1m',
        baseSeconds: 60,
        metrics: {
          istio_requests_total: 'workload:istio_requests:rate1m',
          istio_request_duration_milliseconds_bucket:
            'workload:istio_request_duration_milliseconds_bucket:rate1m',
        },
      },
    });
  });

  it('are not looked for where they are off', () => {
    expect(parseRecordingRules('off')).toEqual({ ok: true, value: undefined });
  });

  it('follow a pattern, of which the end tells what a rate looks back', () => {
    expect(parseRecordingRules('mesh_a:x_*:rate5m')).toMatchObject({
      value: {
        metrics: { istio_tcp_sent_bytes_total: 'mesh_a:x_istio_tcp_sent_bytes:rate5m' },
        baseSeconds: 300,
      },
    });
    expect(parseRecordingRules('*:rate1m30s')).toMatchObject({ value: { baseSeconds: 90 } });
  });

  it('differ from one metric to the next', () => {
    const rules = parseRecordingRules('auto');
    const names = rules.ok && rules.value ? Object.values(rules.value.metrics) : [];
    expect(new Set(names).size).toBe(ISTIO_METRICS.length);
  });

  it.each([
    'on', 'AUTO', 'workload', 'workload:', 'workload:rate1m', 'a:*:*:rate1m', 'a:*:rate', 'a:*:rate1', 'a:*:rate1d',
    'a:*:rate1m ', 'a:*:rate0s', 'a:*:rate2h', 'a:*:sum1m', 'a:*:rate5m,b', '1:*:rate1m', 'a{}:*:rate1m', 'a-b:*:rate1m',
    'ä:*:rate1m', '$&:*:rate1m', 'a:*:rate99999999999999999999m',
  ])('are not %j (S20)', (text) => {
    const rules = parseRecordingRules(text);
    expect(rules.ok).toBe(false);
  }); // prettier-ignore
});
