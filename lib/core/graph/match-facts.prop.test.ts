import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { selectsWorkload, type ServiceFacts, type WorkloadFacts } from './cluster-facts';
import { indexFacts } from './match-facts';

// A small vocabulary makes selectors and labels meet.
const labels = fc.dictionary(fc.constantFrom('app', 'version', 'tier'), fc.constantFrom('x', 'y'));
const namespace = fc.constantFrom('a', 'b');
const services = fc.uniqueArray(
  fc.record<ServiceFacts>({ namespace, name: fc.constantFrom('s1', 's2', 's3', 's4'), selector: labels }),
  { selector: (service) => `${service.namespace}/${service.name}`, maxLength: 8 },
);
const workloads = fc.uniqueArray(
  fc
    .record({ namespace, name: fc.constantFrom('w1', 'w2', 'w3'), podLabels: labels })
    .map((known): WorkloadFacts => ({
      ...known,
      app: known.podLabels['app'] ?? known.name,
      version: known.podLabels['version'] ?? 'latest',
      replicas: { desired: 1, ready: 1, available: 1 },
      isGateway: false,
      isWaypoint: false,
      isAmbient: false,
    })),
  { selector: (workload) => `${workload.namespace}/${workload.name}`, maxLength: 6 },
);
const sorted = (list: readonly { namespace: string; name: string }[]) =>
  list.map((one) => `${one.namespace}/${one.name}`).sort();

describe('what stands behind a node', () => {
  it('are the workloads that its service selects, each once', () => {
    fc.assert(
      fc.property(services, workloads, (declared, running) => {
        const index = indexFacts({ services: declared, workloads: running });
        for (const service of declared) {
          const node = { kind: 'service', namespace: service.namespace, service: service.name } as const;
          const expected = running.filter((workload) => selectsWorkload(service, workload));
          expect(sorted(index.workloadsBehind(node))).toEqual(sorted(expected));
        }
      }),
    );
  });

  it('are the services that select one of its workloads, each once', () => {
    fc.assert(
      fc.property(services, workloads, (declared, running) => {
        const index = indexFacts({ services: declared, workloads: running });
        for (const { namespace, name, app } of running) {
          for (const node of [
            { kind: 'workload', namespace, workload: name },
            { kind: 'app', namespace, app },
          ] as const) {
            const behind = index.workloadsBehind(node);
            expect(behind).toEqual(index.workloadsOf(node));
            const expected = declared.filter((service) =>
              behind.some((one) => selectsWorkload(service, one)),
            );
            expect(sorted(index.servicesOf(node))).toEqual(sorted(expected));
          }
        }
      }),
    );
  });
});
