import type { KubernetesObject } from '../kubernetes/object-store';
import { service } from '../worlds/object-recipes';

const NAMESPACE = 'istio-system';

/** The Services of Istio's sample add-ons, beside one that only looks like Prometheus. */
export function addOnServices(startedAt: Date): KubernetesObject[] {
  const one = (name: string, labels: Record<string, string>, ports: { name: string; port: number }[]) =>
    service({ namespace: NAMESPACE, name, startedAt, labels, selector: labels, ports });
  return [
    one('prometheus', { 'app.kubernetes.io/name': 'prometheus' }, [{ name: 'http', port: 9090 }]),
    one('prometheus-alertmanager', { app: 'alertmanager' }, [{ name: 'http', port: 9093 }]),
    one('tracing', { app: 'jaeger' }, [{ name: 'http-query', port: 80 }]),
    one('grafana', { 'app.kubernetes.io/name': 'grafana' }, [{ name: 'service', port: 3000 }]),
  ];
}
