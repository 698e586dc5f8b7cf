import { describe, expect, it } from 'vitest';
import { readPath } from './json-value';
import { applyConfiguration } from './server-side-apply';

function apply(
  current: unknown,
  configuration: Record<string, unknown>,
  manager = 'me',
  keyedLists = true,
): Record<string, unknown> {
  const timestamp = '2026-03-01T10:00:00Z';
  return applyConfiguration(current, {
    configuration,
    manager,
    apiVersion: 'apps/v1',
    keyedLists,
    timestamp,
  });
}

const base = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', labels: { a: '1', b: '2' } },
};

describe('applyConfiguration', () => {
  it('removes what the manager gave up and keeps what others wrote', () => {
    const first = apply(undefined, { ...base, spec: { replicas: 2, paused: true } });
    const withOther = { ...first, spec: { replicas: 2, paused: true, minReadySeconds: 5 } };
    const second = apply(withOther, {
      ...base,
      metadata: { name: 'web', labels: { a: '1' } },
      spec: { replicas: 3 },
    });
    expect(second['spec']).toEqual({ replicas: 3, minReadySeconds: 5 });
    expect(readPath(second, 'metadata', 'labels')).toEqual({ a: '1' });
  });

  it('removes list elements by key for built-in types only', () => {
    const containers = [
      { name: 'web', image: 'w' },
      { name: 'log', image: 'l' },
    ];
    const first = apply(undefined, { spec: { containers } });
    const second = apply(first, { spec: { containers: [{ name: 'web', image: 'w2' }] } });
    expect(second['spec']).toEqual({ containers: [{ name: 'web', image: 'w2' }] });
    const custom = apply(
      apply(undefined, { spec: { containers } }, 'me', false),
      { spec: { containers: [] } },
      'me',
      false,
    );
    expect(custom['spec']).toEqual({ containers: [] });
  });

  it('does not change an object that already is as applied', () => {
    const first = apply(undefined, { ...base, spec: { replicas: 2 } });
    expect(apply(first, { ...base, spec: { replicas: 2 } })).toEqual(first);
  });

  it('keeps one entry for each manager', () => {
    const both = apply(apply(undefined, base, 'one'), base, 'two');
    expect(readPath(both, 'metadata', 'managedFields')).toMatchObject([
      { manager: 'one' },
      { manager: 'two' },
    ]);
  });
});
