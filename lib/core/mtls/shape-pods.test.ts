import { describe, expect, it } from 'vitest';
import { viewPod, type PodView } from '../kubernetes/pod-view';
import { viewWorkloadEntry } from '../kubernetes/workload-entry-view';
import type { DataPlane } from '../mesh/data-plane';
import { shapeOfMachine, shapeOfTemplate, shapePods } from './shape-pods';

interface SamplePod {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly spec?: object;
}

const APP = { name: 'app', ports: [{ name: 'web', containerPort: 8080 }] };
const PROXY = { name: 'istio-proxy' };
const WITH_SIDECAR = { spec: { containers: [APP, PROXY] } };

function pod({ labels = {}, annotations = {}, spec = { containers: [APP] } }: SamplePod): PodView {
  const { view } = viewPod({ metadata: { namespace: 'shop', name: 'api-1', labels, annotations }, spec });
  if (view === undefined) throw new Error('The pod cannot be read.');
  return view;
}

const proxyOf = (sample: SamplePod) => shapePods([pod(sample)], undefined)[0]?.proxy;

describe('the proxy of a pod', () => {
  it.each([
    ['sidecar', 'a container of that name', WITH_SIDECAR],
    [
      'sidecar',
      'a native sidecar',
      { spec: { containers: [APP], initContainers: [{ ...PROXY, restartPolicy: 'Always' }] } },
    ],
    ['sidecar', 'what the injector wrote', { annotations: { 'sidecar.istio.io/status': '{}' } }],
    ['ambient', 'being captured', { annotations: { 'ambient.istio.io/redirection': 'enabled' } }],
    ['none', 'not being captured yet', { annotations: { 'ambient.istio.io/redirection': 'pending' } }],
    ['none', 'the wish alone to be captured', { labels: { 'istio.io/dataplane-mode': 'ambient' } }],
    [
      'sidecar',
      'a sidecar before all else',
      { ...WITH_SIDECAR, annotations: { 'ambient.istio.io/redirection': 'enabled' } },
    ],
    ['gateway', 'a proxy without an application', { spec: { containers: [PROXY] } }],
    ['none', 'nothing', {}],
    ['none', 'nothing, on the network of its node', { spec: { containers: [APP], hostNetwork: true } }],
  ] as const)('is %s by %s', (proxy, _title, sample) => {
    expect(proxyOf(sample)).toBe(proxy);
  });

  it('is what its workload is for, where that is known', () => {
    expect(shapePods([pod(WITH_SIDECAR)], 'waypoint')[0]?.proxy).toBe('waypoint');
  });

  it.each([
    ['its label says istio', { 'security.istio.io/tlsMode': 'istio' }, true],
    ['its label says disabled', { 'security.istio.io/tlsMode': 'disabled' }, false],
    ['it has no label', {}, false],
  ] as const)('is announced to clients where %s: %j', (_title, labels, announcesMtls) => {
    expect(shapePods([pod({ ...WITH_SIDECAR, labels })], undefined)[0]).toMatchObject({ announcesMtls });
  });

  it('takes the tunnel of ztunnel where it says so', () => {
    const labels = { 'networking.istio.io/tunnel': 'http' };
    expect(shapePods([pod({ ...WITH_SIDECAR, labels })], undefined)[0]?.takesTunnel).toBe(true);
  });
});

describe('pods that are alike', () => {
  it('are counted together, whatever their controller stamped on them', () => {
    const pods = ['a', 'b'].map((hash) =>
      pod({ ...WITH_SIDECAR, labels: { app: 'api', 'pod-template-hash': hash } }),
    );
    expect(shapePods(pods, undefined)).toMatchObject([{ count: 2, labels: { app: 'api' } }]);
  });

  it.each([
    ['proxies', {}],
    ['labels', { ...WITH_SIDECAR, labels: { app: 'other' } }],
    [
      'ports they exclude',
      { ...WITH_SIDECAR, annotations: { 'traffic.sidecar.istio.io/excludeInboundPorts': '8080' } },
    ],
    [
      'named ports',
      { spec: { containers: [{ name: 'app', ports: [{ name: 'web', containerPort: 9090 }] }, PROXY] } },
    ],
  ] as const)('are told apart by their %s', (_title, other) => {
    expect(shapePods([pod(WITH_SIDECAR), pod(other)], undefined)).toHaveLength(2);
  });
});

describe('the next pod of a workload', () => {
  const next = (plane: DataPlane | undefined, labels = {}, annotations = {}) =>
    shapeOfTemplate({ labels, annotations }, undefined, plane).proxy;
  const inject = (value: string) => ({ 'sidecar.istio.io/inject': value });
  const mode = (value: string) => ({ 'istio.io/dataplane-mode': value });

  it.each([
    ['sidecar', 'its namespace asks for it', next('sidecar')],
    ['none', 'its label refuses', next('sidecar', inject('false'))],
    ['none', 'its annotation refuses', next('sidecar', {}, inject('false'))],
    [
      'sidecar',
      'its label asks, whatever its annotation says',
      next('none', inject('true'), inject('false')),
    ],
    ['sidecar', 'its annotation asks', next('none', {}, inject('true'))],
    ['ambient', 'its namespace is captured', next('ambient')],
    ['none', 'it opts out of being captured', next('ambient', mode('none'))],
    ['ambient', 'it asks to be captured by itself', next('none', mode('ambient'))],
    ['sidecar', 'it asks for a sidecar in a captured namespace', next('ambient', inject('true'))],
    ['none', 'nobody asks for anything', next('none')],
    ['unknown', 'nobody knows what its namespace asks for', next(undefined)],
  ] as const)('has %s where %s', (proxy, _title, found) => {
    expect(found).toBe(proxy);
  });

  it('will be announced unless it says otherwise', () => {
    const announced = (labels: Record<string, string>) =>
      shapeOfTemplate({ labels, annotations: {} }, undefined, 'sidecar').announcesMtls;
    expect(announced({})).toBe(true);
    expect(announced({ 'security.istio.io/tlsMode': 'disabled' })).toBe(false);
  });
});

describe('a machine outside the cluster', () => {
  it.each([
    ['sidecar', 'its label says so', { labels: { 'security.istio.io/tlsMode': 'istio' } }],
    [
      'none',
      'its label says so, whatever its account',
      { labels: { 'security.istio.io/tlsMode': 'disabled' }, serviceAccount: 'vm' },
    ],
    ['sidecar', 'it has an account to prove who it is', { serviceAccount: 'vm' }],
    ['none', 'it says nothing', {}],
  ] as const)('has %s where %s', (proxy, _title, spec) => {
    const { view } = viewWorkloadEntry({
      metadata: { namespace: 'shop', name: 'vm-1' },
      spec: { address: '10.0.0.9', ...spec },
    });
    expect(view && shapeOfMachine(view).proxy).toBe(proxy);
  });
});
