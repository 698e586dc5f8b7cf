import { describe, expect, it } from 'vitest';
import { parseFieldSelector } from './field-selector';
import type { KubernetesObject } from './object-store';
import { ResourceTable } from './resource-table';

const pod: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web,1', namespace: 'shop' },
  spec: { nodeName: 'node-a' },
  status: { phase: 'Running' },
};

function select(selector: string): boolean {
  const type = new ResourceTable().find('', 'v1', 'pods');
  if (type === undefined) throw new Error('pods are not served');
  return parseFieldSelector(selector, type)(pod);
}

describe('parseFieldSelector', () => {
  it.each([
    ['', true],
    ['metadata.namespace=shop,status.phase!=Failed', true],
    ['status.phase==Pending', false],
    ['spec.nodeName=node-a', true],
    ['metadata.name=web\\,1', true],
    ['status.podIP=', true],
  ])('answers %j with %s', (selector, expected) => {
    expect(select(selector)).toBe(expected);
  });

  it('refuses fields the type does not support and terms it cannot read', () => {
    expect(() => select('spec.replicas=1')).toThrow('field label not supported: spec.replicas');
    expect(() => select('metadata.name')).toThrow("can't understand it");
  });
});
