import type { Warning } from '@/lib/contracts/source-status';
import type { ClusterFacts, ServiceFacts } from '@/lib/core/graph/cluster-facts';
import type { ObjectProblem } from '@/lib/core/kubernetes/object-view';
import { viewService, type ServiceView } from '@/lib/core/kubernetes/service-view';
import type { DestinationRuleView } from '@/lib/core/kubernetes/destination-rule-view';
import { viewVirtualService, type VirtualServiceView } from '@/lib/core/kubernetes/virtual-service-view';
import { declaredRoutes } from '@/lib/core/routing/declared-routes';
import { declaredRules } from '@/lib/core/routing/declared-rules';
import type { MeshPorts } from './mesh-ports';
import { readClusterSight } from './read-cluster-sight';
import { readExternalFacts } from './read-external-facts';
import { readDestinationRules, readMtlsFacts } from './read-mtls-facts';
import { HealthAnnotations } from './read-health-annotations';
import { ObjectReading } from './read-objects';
import { readPlanes } from './read-planes';
import { readWorkloadFacts } from './read-workload-facts';

/** A cluster full of broken objects must not fill the answer. */
const MOST_WARNINGS = 20;

/** What the followed cluster declares, and what of it could not be read. Kinds that are not known are left out. */
export function readClusterFacts({
  cluster,
  mesh,
}: MeshPorts): ClusterFacts & { readonly warnings: readonly Warning[] } {
  if (cluster === undefined) return { warnings: [] };
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
