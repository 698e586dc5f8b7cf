import { describe, expect, it } from 'vitest';
import { nameServerKind, type ServerKind } from './server-kind';

const BUILT = { revision: '1', branch: 'HEAD', buildUser: 'x', buildDate: 'x', goVersion: 'go1.22' };

describe('the server that answers', () => {
  it.each<[Record<string, string>, ServerKind['product']]>([
    [{ version: '2.42.0+ds', ...BUILT }, 'Prometheus'],
    [{ version: '3.5.0', ...BUILT }, 'Prometheus'],
    [{ version: '0.37.2', ...BUILT }, 'Thanos'],
    [{ application: 'Grafana Mimir', version: '2.14.0', ...BUILT }, 'Grafana Mimir'],
    [{ application: 'Cortex', version: '1.18.0', ...BUILT }, 'Cortex'],
    [{ version: '2.24.0' }, 'VictoriaMetrics'],
    [{}, 'unknown'],
  ])('that says %j of its build is %s', (build, product) => {
    expect(nameServerKind(new Map(Object.entries(build))).product).toBe(product);
  });

  it('differs from Prometheus unless it is one', () => {
    expect(nameServerKind(new Map(Object.entries({ version: '3.5.0', ...BUILT }))).differences).toEqual([]);
    expect(nameServerKind(new Map()).differences).not.toEqual([]);
  });
});
