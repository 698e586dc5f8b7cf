import type { Warning } from '@/lib/contracts/source-status';
import type { ClusterFacts, ServiceFacts } from '@/lib/core/graph/cluster-facts';
import type { ObjectProblem } from '@/lib/core/kubernetes/object-view';
import { viewService, type ServiceView } from '@/lib/core/kubernetes/service-view';
import type { DestinationRuleView } from '@/lib/core/kubernetes/destination-rule-view';
import { viewVirtualService, type VirtualServiceView } from '@/lib/core/kubernetes/virtual-service-view';
import { declaredRoutes } from '@/lib/core/routing/declared-routes';
import { declaredRules } from '@/lib/core/routing/declared-rules';
import type { MeshPorts } from './mesh-ports';
import type { ClusterPort } from './ports';
import { readClusterSight } from './read-cluster-sight';
import { readExternalFacts } from './read-external-facts';
import { readDestinationRules, readMtlsFacts } from './read-mtls-facts';
import { HealthAnnotations } from './read-health-annotations';
import { ObjectReading } from './read-objects';
import { readPlanes } from './read-planes';
import { readWorkloadFacts } from './read-workload-facts';

/** A cluster full of broken objects must not fill the answer. */
const MOST_WARNINGS = 20;

type ReadFacts = ClusterFacts & { readonly warnings: readonly Warning[] };

/** By the cluster as somebody may see it: whoever sees less of it has a port of their own. */
const alreadyRead = new WeakMap<
  ClusterPort,
  { readonly inputs: readonly unknown[]; readonly facts: ReadFacts }
>();

/**
 * What the followed cluster declares, and what of it could not be read. Kinds that are not known are left out. The very
 * same as before until something changes.
 */
export function readClusterFacts({ cluster, mesh }: MeshPorts): ReadFacts {
  if (cluster === undefined) return { warnings: [] };
  const inputs = [mesh, ...listInputs(cluster)];
  const known = alreadyRead.get(cluster);
  if (known !== undefined && isSameList(known.inputs, inputs)) return known.facts;
  const facts = readFacts(cluster, mesh);
  alreadyRead.set(cluster, { inputs, facts });
  return facts;
}

/** All that facts are made of: lists of objects, each a new one after a change, and what is known of each kind. */
function listInputs(cluster: ClusterPort): unknown[] {
  return [...cluster.status().kinds].flatMap(([kind, status]) => {
    const { state, version, problems, hiddenNamespaces, visibleNamespaces } = status;
    const told = JSON.stringify([kind, state, version, problems, hiddenNamespaces, visibleNamespaces]);
    return state === 'ok' || state === 'degraded' ? [told, cluster.objects(kind)] : [told];
  });
}

function isSameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((one, i) => one === b[i]);
}

function readFacts(cluster: ClusterPort, mesh: MeshPorts['mesh']): ReadFacts {
  const reading = new ObjectReading(cluster);
  const health = new HealthAnnotations();
  const services = reading.views('services', viewService);
  const virtualServices = reading.views('virtualServices', viewVirtualService);
  const destinationRules = readDestinationRules(reading);
  const planes = readPlanes(reading);
  const declared: ClusterFacts = {
    ...readWorkloadFacts(reading, health, planes),
    ...(services === undefined
      ? {}
      : {
          services: services.map((service) => ({ ...toService(service), ...health.of(service, 'services') })),
        }),
    ...toServiceConfig(virtualServices, destinationRules),
    ...readExternalFacts(reading),
  };
  const mtls = readMtlsFacts(
    reading,
    { facts: declared, services: services ?? [], virtualServices, destinationRules, planes },
    mesh,
  );
  const facts: ClusterFacts = {
    ...declared,
    mtls,
    ...(mtls.settings.serviceExportTo === undefined
      ? {}
      : { defaultServiceExportTo: mtls.settings.serviceExportTo }),
  };
  const warnings = [...toWarnings(reading.problems), ...health.warnings()];
  return { ...facts, sight: readClusterSight(reading), warnings };
}

/** Rules alone would read as if there were no routes. */
function toServiceConfig(
  virtualServices: readonly VirtualServiceView[] | undefined,
  rules: readonly DestinationRuleView[] | undefined,
): Pick<ClusterFacts, 'serviceConfig' | 'isServiceConfigPartial'> {
  if (virtualServices === undefined) return {};
  return {
    serviceConfig: [...virtualServices.flatMap(declaredRoutes), ...(rules ?? []).flatMap(declaredRules)],
    ...(rules === undefined ? { isServiceConfigPartial: true } : {}),
  };
}

function toService({ name, namespace = '', selector }: ServiceView): ServiceFacts {
  return { name, namespace, selector };
}

export function toWarnings(problems: readonly ObjectProblem[]): Warning[] {
  const named = problems.slice(0, MOST_WARNINGS).map(toWarning);
  const rest = problems.length - named.length;
  if (rest === 0) return named;
  return [...named, { code: 'malformed-object', message: `${rest} more fields of objects cannot be read.` }];
}

function toWarning({ namespace, name, path, message }: ObjectProblem): Warning {
  const object = [namespace, name].filter((part) => part !== undefined).join('/');
  return {
    code: 'malformed-object',
    message: `${object === '' ? 'An object' : object}: ${path} ${message}.`,
  };
}
