import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ISTIO_LABELS, ISTIO_METRICS, ISTIO_NAMES, parseIstioNames } from './istio-names';

function problemOf(metrics: string, labels: string): string {
  const read = parseIstioNames(metrics, labels);
  return read.ok ? 'none' : read.problem.message;
}

describe('parseIstioNames', () => {
  it('keeps the names of Istio where nothing is said', () => {
    expect(parseIstioNames('', '')).toEqual({ ok: true, value: ISTIO_NAMES });
  });

  it('renames what is named and nothing else', () => {
    const read = parseIstioNames(
      'istio_requests_total=workload:istio_requests_total',
      'source_workload = src, reporter=rep,',
    );
    expect(read).toEqual({
      ok: true,
      value: {
        metrics: { ...ISTIO_NAMES.metrics, istio_requests_total: 'workload:istio_requests_total' },
        labels: { ...ISTIO_NAMES.labels, source_workload: 'src', reporter: 'rep' },
      },
    });
  });

  it.each([
    ['requests=x', '', '"requests" is no metric of Istio\'s that is read.'],
    ['istio_requests_total', '', 'istio_requests_total is renamed to something that is no metric name.'],
    ['istio_requests_total=a b', '', 'istio_requests_total is renamed to something that is no metric name.'],
    ['', 'reporter=a:b', 'reporter is renamed to something that is no label name.'],
    ['', 'reporter=a=b', 'reporter is renamed to something that is no label name.'],
    ['', 'reporter=source_cluster', 'two labels share the name source_cluster.'],
    ['', '__proto__=x', '"__proto__" is no label of Istio\'s that is read.'],
  ])('refuses %j and %j', (metrics, labels, message) => {
    expect(problemOf(metrics, labels)).toBe(message);
  });

  it('either reads a text or says what is wrong, and never loses a name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (metrics, labels) => {
        const read = parseIstioNames(metrics, labels);
        if (!read.ok) return;
        expect(Object.keys(read.value.metrics)).toEqual([...ISTIO_METRICS]);
        expect(new Set(Object.values(read.value.labels)).size).toBe(ISTIO_LABELS.length);
      }),
      { numRuns: 2000 },
    );
  });
});
