import { describe, expect, it } from 'vitest';
import { RESOURCE_KINDS } from '@/lib/core/kubernetes/resource-kinds';
import { viewPod } from '@/lib/core/kubernetes/pod-view';
import { keepFor } from './keep';

const heavy = {
  apiVersion: 'v1',
  kind: 'X',
  metadata: {
    name: 'a',
    namespace: 'b',
    managedFields: [{ fieldsV1: {} }],
    ownerReferences: [{ kind: 'ReplicaSet', name: 'a-x', controller: true }],
    annotations: {
      'kubectl.kubernetes.io/last-applied-configuration': '{}',
      big: 'x'.repeat(5_000),
      small: 'y',
      odd: 5,
    },
  },
  spec: {
    containers: [{ name: 'istio-proxy', env: [{ name: 'A', value: 'x'.repeat(10_000) }] }, 7],
    initContainers: null,
    hosts: ['h'],
  },
  status: { phase: 'Running', conditions: [] },
};

describe('keepFor', () => {
  it('drops what nobody reads from every kind', () => {
    for (const kind of RESOURCE_KINDS) {
      const kept = keepFor(kind)(heavy);
      expect(kept['metadata']).toMatchObject({ name: 'a', namespace: 'b', annotations: { small: 'y' } });
      const text = JSON.stringify(kept);
      expect(text).not.toContain('managedFields');
      expect(text).not.toContain('last-applied');
    }
  });

  it('keeps of a pod what its view needs, and not its environment', () => {
    const kept = keepFor('pods')(heavy);
    expect(viewPod(kept).view).toMatchObject({ hasSidecar: true, workload: 'a-x', phase: 'Running' });
    expect(JSON.stringify(kept).length).toBeLessThan(400);
  });

  it("keeps of a proxy's environment its cluster's id, and of an application's nothing", () => {
    const env = [
      { name: 'ISTIO_META_CLUSTER_ID', value: 'east' },
      { name: 'SECRET', value: 'x' },
      { name: 'CLUSTER_ID', value: 'y'.repeat(300) },
      null,
    ];
    const containers = [
      { name: 'shop', env: [{ name: 'ISTIO_META_CLUSTER_ID', value: 'pretended' }] },
      { name: 'istio-proxy', env },
    ];
    const kept = keepFor('pods')({ metadata: { name: 'a' }, spec: { containers } });
    expect(kept['spec']).toMatchObject({
      containers: [
        { name: 'shop' },
        { name: 'istio-proxy', env: [{ name: 'ISTIO_META_CLUSTER_ID', value: 'east' }] },
      ],
    });
    expect(JSON.stringify(kept)).not.toMatch(/SECRET|pretended|yyy/);
    expect(viewPod(kept).view?.clusterId).toBe('east');
  });

  it('keeps of who wrote what only when the spec of configuration was written to last', () => {
    const entry = (time: string, fields: object, more: object = {}) => ({
      manager: 'kubectl',
      time,
      fieldsV1: fields,
      ...more,
    });
    const managedFields = [
      entry('2026-03-01T10:00:00Z', { 'f:spec': { 'f:http': {} } }),
      entry('2026-03-02T10:00:00Z', { 'f:spec': { 'f:hosts': {} } }),
      entry('2026-03-03T10:00:00Z', { 'f:metadata': {} }),
      entry('2026-03-04T10:00:00Z', { 'f:status': {}, 'f:spec': {} }, { subresource: 'status' }),
      entry('not a time', { 'f:spec': {} }),
      7,
    ];
    const object = { metadata: { name: 'a', managedFields }, spec: {} };
    expect(keepFor('virtualServices')(object)['metadata']).toEqual({
      name: 'a',
      managedFields: [{ time: '2026-03-02T10:00:00Z' }],
    });
    expect(keepFor('pods')(object)['metadata']).toEqual({ name: 'a' });
  });

  it('keeps the whole spec of configuration', () => {
    expect(keepFor('virtualServices')(heavy)['spec']).toBe(heavy.spec);
  });

  it('keeps of pods the ports that containers name', () => {
    const ports = [{ name: 'web', containerPort: 8080, hostPort: 1, protocol: 'TCP' }];
    const kept = keepFor('pods')({
      metadata: { name: 'a' },
      spec: { containers: [{ name: 'shop', ports }] },
    });
    expect(kept['spec']).toMatchObject({
      containers: [{ name: 'shop', ports: [{ name: 'web', containerPort: 8080 }] }],
    });
    expect(viewPod(kept).view?.ports).toEqual([{ port: 8080, name: 'web' }]);
    expect(JSON.stringify(kept)).not.toContain('hostPort');
  });

  it("keeps of ConfigMaps the mesh's settings alone", () => {
    const keep = (data: unknown) => keepFor('meshConfigs')({ metadata: { name: 'istio' }, data })['data'];
    expect(keep({ mesh: 'a: 1', meshNetworks: 'b: 2' })).toEqual({ mesh: 'a: 1' });
    expect([keep({ mesh: 7 }), keep({ mesh: 'x'.repeat(300_000) }), keep(undefined)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('survives objects of any shape', () => {
    for (const kind of RESOURCE_KINDS) {
      for (const odd of [
        {},
        { metadata: 5, spec: [], status: null },
        { spec: { template: 'x', containers: {} } },
      ]) {
        expect(() => keepFor(kind)(odd)).not.toThrow();
      }
    }
  });
});
