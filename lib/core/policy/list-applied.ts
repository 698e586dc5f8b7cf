import type { SidecarView } from '../kubernetes/sidecar-view';
import type { TargetedObjectView } from '../kubernetes/targeted-object-view';
import type { AppliedPolicy } from './applied-policy';
import type { AppliedSubject } from './applied-subject';
import { listAuthorization } from './list-authorization';
import { listPeerAuthentication } from './list-peer-authentication';
import {
  listDestinationRules,
  listGateways,
  listReferenceGrants,
  listRoutes,
  listServiceEntries,
  listVirtualServices,
  type RoutingObjects,
} from './list-routing';
import { listSidecars } from './list-sidecars';
import { listEnvoyFilters, listRequestAuthentication, listTelemetry, listWasmPlugins } from './list-targeted';
import type { PolicyContext } from './policy-context';

/** Everything that may be for something, besides what the context holds. */
export interface AppliedObjects extends RoutingObjects {
  readonly sidecars: readonly SidecarView[];
  readonly telemetries: readonly TargetedObjectView[];
  readonly envoyFilters: readonly TargetedObjectView[];
  readonly wasmPlugins: readonly TargetedObjectView[];
}

/** Every object of configuration that is for something, by kind, and within a kind in the order in which they count. */
export function listApplied(
  context: PolicyContext,
  subject: AppliedSubject,
  objects: AppliedObjects,
): AppliedPolicy[] {
  return [
    ...listPeerAuthentication(context, subject),
    ...listAuthorization(context, subject),
    ...listRequestAuthentication(context, subject, context.facts.requestAuthentications ?? []),
    ...listDestinationRules(context, subject),
    ...listVirtualServices(context, subject, objects),
    ...listRoutes(context, subject, objects),
    ...listGateways(subject, objects),
    ...listReferenceGrants(subject, objects),
    ...listServiceEntries(subject, objects),
    ...listSidecars(context, subject, objects.sidecars),
    ...listTelemetry(context, subject, objects.telemetries),
    ...listEnvoyFilters(context, subject, objects.envoyFilters),
    ...listWasmPlugins(context, subject, objects.wasmPlugins),
  ];
}
