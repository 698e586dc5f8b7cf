import { describe, expect, it } from 'vitest';
import { applyStrategicMergePatch } from './strategic-merge-patch';

const pod = {
  containers: [
    { name: 'web', image: 'web:1', env: [{ name: 'A', value: '1' }], ports: [{ containerPort: 80 }] },
    { name: 'log', image: 'log:1' },
  ],
  tolerations: [{ key: 'a' }],
  nodeSelector: { zone: 'x', disk: 'ssd' },
};

describe('applyStrategicMergePatch', () => {
  it('merges containers, ports and environment by their keys', () => {
    const patch = {
      containers: [
        { name: 'web', image: 'web:2', env: [{ name: 'B', value: '2' }], ports: [{ containerPort: 81 }] },
        { name: 'new', image: 'new:1' },
      ],
    };
    expect(applyStrategicMergePatch(pod, patch)['containers']).toEqual([
      {
        name: 'web',
        image: 'web:2',
        env: [
          { name: 'A', value: '1' },
          { name: 'B', value: '2' },
        ],
        ports: [{ containerPort: 80 }, { containerPort: 81 }],
      },
      { name: 'log', image: 'log:1' },
      { name: 'new', image: 'new:1' },
    ]);
  });

  it('replaces lists it knows no key for, and removes members set to null', () => {
    const patched = applyStrategicMergePatch(pod, {
      tolerations: [{ key: 'b' }],
      nodeSelector: { disk: null },
    });
    expect(patched).toMatchObject({ tolerations: [{ key: 'b' }], nodeSelector: { zone: 'x' } });
    expect(patched['nodeSelector']).not.toHaveProperty('disk');
  });

  it('obeys the directives kubectl apply writes', () => {
    const removed = {
      containers: [{ name: 'log', $patch: 'delete' }],
      '$setElementOrder/containers': [{ name: 'web' }],
    };
    expect(applyStrategicMergePatch(pod, removed)['containers']).toHaveLength(1);
    const order = { '$setElementOrder/containers': [{ name: 'log' }, { name: 'web' }] };
    const sorted = applyStrategicMergePatch(pod, order)['containers'] as { name: string }[];
    expect(sorted.map((container) => container.name)).toEqual(['log', 'web']);
    expect(
      applyStrategicMergePatch(pod, { nodeSelector: { $patch: 'replace', a: 'b' } })['nodeSelector'],
    ).toEqual({ a: 'b' });
    expect(applyStrategicMergePatch({ type: 'a', old: 1 }, { type: 'b', $retainKeys: ['type'] })).toEqual({
      type: 'b',
    });
    const finalizers = applyStrategicMergePatch(
      { finalizers: ['x', 'y'] },
      { '$deleteFromPrimitiveList/finalizers': ['x'] },
    );
    expect(finalizers).toEqual({ finalizers: ['y'] });
  });
});
