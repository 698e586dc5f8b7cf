import { describe, expect, it } from 'vitest';
import { readList, readString, readStrings } from '../json-value';
import type { KubernetesObject } from '../object-store';
import { findInjectionRevision, injectSidecar } from './inject-sidecar';

type Labels = Record<string, string>;

function decide(
  namespaceLabels: Labels,
  podLabels: Labels = {},
  annotations: Labels = {},
): string | undefined {
  const pod = { labels: podLabels, annotations, hostNetwork: false };
  return findInjectionRevision({ name: 'shop', labels: namespaceLabels }, pod, 'default');
}

const settings = {
  nativeSidecars: true,
  proxyImage: 'proxy:1',
  defaultRevision: 'default',
  clusterId: 'harbour',
};
const environment = (workload: string) => [
  { name: 'ISTIO_META_CLUSTER_ID', value: 'harbour' },
  { name: 'ISTIO_META_WORKLOAD_NAME', value: workload },
];

function makePod(labels: Labels = { app: 'web', version: 'v1' }): KubernetesObject {
  const containers = [{ name: 'web', image: 'web:1' }];
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web-1', labels }, spec: { containers } };
}

describe('findInjectionRevision', () => {
  it('follows the namespace label, which pods can refuse by label or annotation', () => {
    expect(decide({ 'istio-injection': 'enabled' })).toBe('default');
    expect(decide({ 'istio.io/rev': 'canary' })).toBe('canary');
    expect(decide({})).toBeUndefined();
    expect(decide({ 'istio-injection': 'enabled' }, { 'sidecar.istio.io/inject': 'false' })).toBeUndefined();
    expect(
      decide({ 'istio-injection': 'enabled' }, {}, { 'sidecar.istio.io/inject': 'false' }),
    ).toBeUndefined();
  });

  it('lets the label of a pod go before its annotation and istio-injection before istio.io/rev', () => {
    const annotation = { 'sidecar.istio.io/inject': 'false' };
    expect(decide({ 'istio-injection': 'enabled' }, { 'sidecar.istio.io/inject': 'true' }, annotation)).toBe(
      'default',
    );
    expect(decide({ 'istio-injection': 'disabled', 'istio.io/rev': 'canary' })).toBeUndefined();
  });

  it('lets a pod ask for a proxy where its namespace says nothing, by label only', () => {
    expect(decide({}, { 'sidecar.istio.io/inject': 'true' })).toBe('default');
    expect(decide({}, { 'istio.io/rev': 'canary' })).toBe('canary');
    expect(decide({}, {}, { 'sidecar.istio.io/inject': 'true' })).toBeUndefined();
    expect(decide({ 'istio-injection': 'disabled' }, { 'sidecar.istio.io/inject': 'true' })).toBeUndefined();
  });

  it('never injects system namespaces and pods on the host network', () => {
    const pod = { labels: {}, annotations: {}, hostNetwork: true };
    const labels = { 'istio-injection': 'enabled' };
    expect(findInjectionRevision({ name: 'shop', labels }, pod, 'default')).toBeUndefined();
    expect(
      findInjectionRevision({ name: 'kube-system', labels }, { ...pod, hostNetwork: false }, 'default'),
    ).toBeUndefined();
  });
});

describe('injectSidecar', () => {
  const namespace = { name: 'shop', labels: { 'istio-injection': 'enabled' } };

  it('adds a native sidecar or an ordinary container with what a proxy tells about itself', () => {
    const native = injectSidecar(makePod(), namespace, 'web-v1', settings);
    expect(readList(native, 'spec', 'initContainers')).toMatchObject([
      { name: 'istio-init' },
      { name: 'istio-proxy', image: 'proxy:1', restartPolicy: 'Always', env: environment('web-v1') },
    ]);
    expect(readStrings(native, 'metadata', 'labels')).toMatchObject({
      'security.istio.io/tlsMode': 'istio',
      'istio.io/rev': 'default',
      'service.istio.io/canonical-name': 'web',
      'service.istio.io/canonical-revision': 'v1',
    });
    const classic = injectSidecar(makePod({}), namespace, 'web-v1', { ...settings, nativeSidecars: false });
    const names = readList(classic, 'spec', 'containers').map((container) => readString(container, 'name'));
    expect(names).toEqual(['web', 'istio-proxy']);
    expect(readList(classic, 'spec', 'containers')[1]).toMatchObject({ env: environment('web-v1') });
    expect(readStrings(classic, 'metadata', 'labels')['service.istio.io/canonical-name']).toBe('web-v1');
  });

  it('gives a gateway the proxy image instead of a second proxy', () => {
    const gateway = makePod({ 'sidecar.istio.io/inject': 'true' });
    const own = { name: 'LOG_LEVEL', value: 'info' };
    gateway['spec'] = { containers: [{ name: 'istio-proxy', image: 'auto', env: [own] }] };
    const injected = injectSidecar(gateway, { name: 'edge', labels: {} }, 'gateway', settings);
    expect(injected['spec']).toEqual({
      containers: [{ name: 'istio-proxy', image: 'proxy:1', env: [own, ...environment('gateway')] }],
    });
  });

  it('marks pods of ambient namespaces as redirected and leaves others alone', () => {
    const ambient = { name: 'shop', labels: { 'istio.io/dataplane-mode': 'ambient' } };
    expect(
      readStrings(injectSidecar(makePod(), ambient, 'web', settings), 'metadata', 'annotations'),
    ).toEqual({
      'ambient.istio.io/redirection': 'enabled',
    });
    const optedOut = makePod({ 'istio.io/dataplane-mode': 'none' });
    expect(injectSidecar(optedOut, ambient, 'web', settings)).toBe(optedOut);
    const plain = makePod();
    expect(injectSidecar(plain, { name: 'shop', labels: {} }, 'web', settings)).toBe(plain);
  });
});
