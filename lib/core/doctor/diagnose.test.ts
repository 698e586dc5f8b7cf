import { describe, expect, it } from 'vitest';
import { diagnose } from './diagnose';
import type { DoctorEvidence, MetricsEvidence } from './evidence';

const METRICS: MetricsEvidence = {
  series: 40,
  namespaces: ['istio-system', 'shop'],
  targets: 12,
  controlPlanes: 1,
  scrapeIntervalSeconds: 15,
  absentLabels: [],
  clockSkewSeconds: 0.2,
};

const WELL: DoctorEvidence = {
  prometheus: { state: 'ok' },
  cluster: { state: 'ok' },
  scope: '',
  windowSeconds: 300,
  rootNamespace: 'istio-system',
  metrics: METRICS,
  namespaces: [
    { name: 'shop', dataPlane: 'sidecar', pods: { total: 3, withoutProxy: 0 } },
    { name: 'kube-system', dataPlane: 'none', pods: { total: 9, withoutProxy: 9 } },
    { name: 'istio-system', dataPlane: 'none', pods: { total: 2, withoutProxy: 1 } },
    { name: 'empty', dataPlane: 'none', pods: { total: 0, withoutProxy: 0 } },
  ],
  switches: [],
  refusedKinds: [],
};

const NOTHING: MetricsEvidence = { ...METRICS, series: 0, namespaces: [] };

function codesOf(evidence: Partial<DoctorEvidence>): string[] {
  return diagnose({ ...WELL, ...evidence }).map(({ code, weight }) => `${weight} ${code}`);
}

const having = (metrics: Partial<MetricsEvidence>) => ({ metrics: { ...METRICS, ...metrics } });

describe('the doctor', () => {
  it('finds nothing in a mesh that is well', () => {
    expect(diagnose(WELL)).toEqual([]);
  });

  it.each<[string, Partial<DoctorEvidence>, string[]]>([
    ['no Prometheus', { prometheus: { state: 'missing' } }, ['cause prometheus-missing']],
    [
      'a Prometheus that does not answer',
      { prometheus: { state: 'silent', reason: 'Prometheus cannot be reached' } },
      ['cause prometheus-silent'],
    ],
    [
      'a scope that matches nothing',
      { scope: 'mesh_id="x"', metrics: { ...NOTHING, namespacesAnywhere: ['shop'] } },
      ['cause scope-matches-nothing'],
    ],
    [
      'the wrong Prometheus, not the scope, where nothing is outside of it either',
      { scope: 'mesh_id="x"', metrics: { ...NOTHING, controlPlanes: 0, namespacesAnywhere: [] } },
      ['cause metrics-absent'],
    ],
    ['proxies that nobody scrapes', { metrics: NOTHING }, ['cause proxies-not-scraped']],
    ['a mesh that went silent', having({ series: 0 }), ['cause metrics-stopped']],
    ['metrics of another mesh', having({ namespaces: ['istio-system', 'bank'] }), ['cause other-mesh']],
    ['dropped labels', having({ absentLabels: ['response_code'] }), ['care labels-dropped']],
    ['rare scrapes', having({ scrapeIntervalSeconds: 120 }), ['care scrapes-too-rare']],
    ['scrapes rarer than the window', having({ scrapeIntervalSeconds: 200 }), ['cause scrapes-too-rare']],
    ['clocks that differ', having({ clockSkewSeconds: -90 }), ['care clocks-differ']],
    [
      'metrics that a Telemetry switches off everywhere',
      { metrics: { ...METRICS, series: 0 }, switches: [telemetry({ disables: true })] },
      ['cause metrics-stopped', 'cause metrics-switched-off'],
    ],
    [
      'metrics that a Telemetry switches off in a part',
      { switches: [telemetry({ disables: true, namespace: 'shop' })] },
      ['care metrics-switched-off'],
    ],
    [
      'a mesh that nobody joined',
      {
        metrics: NOTHING,
        namespaces: [{ name: 'shop', dataPlane: 'none', pods: { total: 3, withoutProxy: 3 } }],
      },
      ['cause proxies-not-scraped', 'cause namespaces-not-injected'],
    ],
    ['no cluster', { cluster: { state: 'missing' } }, ['care cluster-unknown']],
    ['kinds that may not be read', { refusedKinds: ['pods', 'telemetries'] }, ['care kinds-refused']],
  ])('finds %s', (_name, evidence, codes) => {
    expect(codesOf(evidence)).toEqual(codes);
  });

  it('names what took the labels', () => {
    const [found] = diagnose({
      ...WELL,
      ...having({ absentLabels: ['response_code'] }),
      switches: [telemetry({ removes: ['response_code'] })],
    });
    expect(found?.evidence).toBe(
      'No series of the last five minutes has response_code. The Telemetry istio-system/lean removes them.',
    );
  });

  it('names pods that are older than the label which asks for a proxy', () => {
    const [found] = diagnose({
      ...WELL,
      namespaces: [
        { name: 'shop', dataPlane: 'sidecar', pods: { total: 3, withoutProxy: 3 } },
        { name: 'ok', dataPlane: 'sidecar', pods: { total: 3, withoutProxy: 1 } },
      ],
    });
    expect(found).toMatchObject({ code: 'namespaces-not-injected', weight: 'care' });
    expect(found?.evidence).toBe('No pod has a proxy in shop. Their labels ask for one in shop.');
  });

  it('concludes nothing from what it does not know', () => {
    const { metrics: _metrics, namespaces: _namespaces, ...rest } = WELL;
    expect(diagnose(rest)).toEqual([]);
  });

  it('counts names instead of listing them all', () => {
    const refusedKinds = Array.from({ length: 9 }, (_, i) => `k${i}`);
    expect(diagnose({ ...WELL, refusedKinds })[0]?.evidence).toContain('k4 and 4 more');
  });
});

function telemetry(more: { disables?: boolean; removes?: string[]; namespace?: string }) {
  return {
    namespace: 'istio-system',
    name: 'lean',
    disables: false,
    removes: [],
    selective: false,
    ...more,
  };
}
