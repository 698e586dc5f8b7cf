import { describe, expect, it } from 'vitest';
import { findSources } from './find-sources';

function service(
  at: string,
  ports: readonly { readonly name?: string; readonly port: number }[],
  labels: Record<string, string> = {},
) {
  const [namespace, name] = at.split('/');
  return { kind: 'Service', metadata: { namespace, name, labels }, spec: { ports } };
}

function placesOf(...services: unknown[]): string[] {
  return findSources(services).map(
    ({ source, namespace, service, port, scheme }) => `${source} ${scheme}://${namespace}/${service}:${port}`,
  );
}

describe('Services that are sources', () => {
  it("are those of Istio's samples", () => {
    expect(
      placesOf(
        service('istio-system/grafana', [{ name: 'service', port: 3000 }]),
        service('istio-system/istiod', [{ port: 15012 }, { name: 'http-monitoring', port: 15014 }]),
        service('istio-system/tracing', [{ name: 'http-query', port: 80 }, { port: 16685 }]),
        service('istio-system/jaeger-collector', [{ port: 14268 }]),
        service('istio-system/prometheus', [{ name: 'http', port: 9090 }]),
        service('shop/web', [{ port: 80 }]),
      ),
    ).toEqual([
      'prometheus http://istio-system/prometheus:9090',
      'jaeger http://istio-system/tracing:80',
      'grafana http://istio-system/grafana:3000',
      'istiod http://istio-system/istiod:15014',
    ]);
  });

  it("are those of the operator's chart, without what only carries the name", () => {
    const labels = { app: 'kube-prometheus-stack-prometheus' };
    expect(
      placesOf(
        service('monitoring/stack-alertmanager', [{ port: 9093 }], labels),
        service('monitoring/stack-prometheus-node-exporter', [{ port: 9100 }]),
        service('monitoring/stack-operator', [{ name: 'https', port: 443 }], labels),
        service('monitoring/stack-kube-prometheus', [{ name: 'http-web', port: 9090 }], labels),
        service('monitoring/prometheus-operated', [{ name: 'http-web', port: 9090 }]),
      ),
    ).toEqual([
      'prometheus http://monitoring/stack-kube-prometheus:9090',
      'prometheus http://monitoring/prometheus-operated:9090',
    ]);
  });

  it('stand after those who ask several', () => {
    expect(
      placesOf(
        service('b/prometheus', [{ port: 9090 }]),
        service('a/prometheus', [{ name: 'https-web', port: 9091 }]),
        service('c/thanos-query', [
          { name: 'grpc', port: 10901 },
          { name: 'http', port: 10902 },
        ]),
      ),
    ).toEqual([
      'prometheus http://c/thanos-query:10902',
      'prometheus https://a/prometheus:9091',
      'prometheus http://b/prometheus:9090',
    ]);
  });

  it('are none where objects are none', () => {
    expect(
      placesOf(null, 'x', {}, { metadata: { name: 'prometheus' } }, service('a/prometheus', [])),
    ).toEqual([]);
  });
});
