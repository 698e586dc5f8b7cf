import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { chooseExampleNamespace } from './example-namespace';
import { writeDenyAll } from './what-if-example';

describe('the example', () => {
  it('is a policy of the namespace that refuses every call', () => {
    expect(parse(writeDenyAll('shop'))).toEqual({
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { name: 'deny-all', namespace: 'shop' },
      spec: { action: 'DENY', rules: [{}] },
    });
  });

  it('is for a chosen namespace, else for the first that is in the mesh', () => {
    const sources = sourcesOf();
    const namespaces = [
      { name: 'kube-system', knownBy: [], dataPlane: 'none' as const },
      { name: 'shop', knownBy: [], dataPlane: 'ambient' as const },
    ];
    expect(chooseExampleNamespace(['b', 'c'], undefined)).toBe('b');
    expect(chooseExampleNamespace('all', { namespaces, sources })).toBe('shop');
    expect(chooseExampleNamespace('all', undefined)).toBe('default');
  });
});

function sourcesOf() {
  const source = { status: 'ok' as const, since: 0 };
  return { prometheus: source, kubernetes: source, tracing: source };
}
