import { viewDestinationRule } from '../kubernetes/destination-rule-view';
import type { Labels } from '../kubernetes/field-reader';
import { viewGatewayApiGateway, type GatewayApiGatewayView } from '../kubernetes/gateway-api-gateway-view';
import { viewIstioGateway, type IstioGatewayView } from '../kubernetes/istio-gateway-view';
import { viewAll, viewObject } from '../kubernetes/object-view';
import { viewReferenceGrant, type ReferenceGrantView } from '../kubernetes/reference-grant-view';
import { viewServiceEntry } from '../kubernetes/service-entry-view';
import { viewService } from '../kubernetes/service-view';
import { viewSidecar, type SidecarView } from '../kubernetes/sidecar-view';
import { compareAge } from '../mesh/compare-age';
import { indexDestinationRules, type RuleFinder } from './find-destination-rules';
import { MESH } from './full-gateway';
import { indexHosts, type HostRegistry } from './host-registry';
import { mergeDelegates, type WholeVirtualService } from './merge-delegates';
import { readGatewayRoute, type GatewayRouteKind } from './read-gateway-route';
import { readVirtualService } from './read-virtual-service';
import type { DestinationDraft, GatewayRouteDraft } from './route-draft';
import type { RouteObjects, RouteSettings } from './route-objects';
import type { RouteProblem } from './route-plan';

/** All that routes are planned from, read once for every viewpoint. */
export interface RouteWorld {
  readonly settings: RouteSettings;
  /** Oldest first, with the rules of their delegates; delegates themselves have no hosts. */
  readonly virtualServices: readonly WholeVirtualService[];
  /** Of the Gateway API, oldest first. */
  readonly gatewayRoutes: readonly GatewayRouteDraft[];
  /** By `namespace/name`; absent where they cannot be read. */
  readonly gateways?: ReadonlyMap<string, IstioGatewayView>;
  readonly kubernetesGateways?: ReadonlyMap<string, GatewayApiGatewayView>;
  readonly sidecars: readonly SidecarView[];
  readonly namespaceLabels: ReadonlyMap<string, Labels>;
  readonly registry: HostRegistry;
  readonly rules?: RuleFinder;
  /** Whether gateways may send to a backend: what is in another namespace only where a ReferenceGrant permits it. */
  readonly isGranted: (draft: DestinationDraft) => boolean;
  /** What is wrong with objects as they are written, whoever looks. */
  readonly problems: readonly RouteProblem[];
}

export const DEFAULT_ROUTE_SETTINGS: RouteSettings = { rootNamespace: 'istio-system' };

/** Reads all objects. Those without a name are left out; the order in which they are given means nothing. */
export function readRouteWorld(objects: RouteObjects, settings: RouteSettings): RouteWorld {
  const drafts = (objects.virtualServices ?? [])
    .flatMap((object) => readVirtualService(object) ?? [])
    .sort(compareAge);
  const virtualServices = mergeDelegates(drafts, settings.virtualServiceExportTo);
  const gatewayRoutes = [
    ...readRoutes(objects.httpRoutes, 'HTTPRoute'),
    ...readRoutes(objects.grpcRoutes, 'GRPCRoute'),
    ...readRoutes(objects.tlsRoutes, 'TLSRoute'),
    ...readRoutes(objects.tcpRoutes, 'TCPRoute'),
  ].sort(compareAge);
  const gateways = byPlace(objects.gateways && viewAll(objects.gateways, viewIstioGateway).views);
  const kubernetesGateways = byPlace(
    objects.gatewayApiGateways && viewAll(objects.gatewayApiGateways, viewGatewayApiGateway).views,
  );
  const rules =
    objects.destinationRules === undefined
      ? undefined
      : indexDestinationRules(viewAll(objects.destinationRules, viewDestinationRule).views, {
          rootNamespace: settings.rootNamespace,
          ...(settings.destinationRuleExportTo === undefined
            ? {}
            : { exportedByDefault: settings.destinationRuleExportTo }),
        });
  const registry = indexHosts(
    objects.services && viewAll(objects.services, viewService).views,
    objects.serviceEntries && viewAll(objects.serviceEntries, viewServiceEntry).views,
    settings.serviceExportTo,
  );
  const namespaces = viewAll(objects.namespaces ?? [], (object) => viewObject(object, () => ({}))).views;
  return {
    settings,
    virtualServices,
    gatewayRoutes,
    ...(gateways === undefined ? {} : { gateways }),
    ...(kubernetesGateways === undefined ? {} : { kubernetesGateways }),
    sidecars: viewAll(objects.sidecars ?? [], viewSidecar).views,
    namespaceLabels: new Map(namespaces.map(({ name, labels }) => [name, labels])),
    registry,
    ...(rules === undefined ? {} : { rules }),
    isGranted: judgeGrants(
      objects.referenceGrants && viewAll(objects.referenceGrants, viewReferenceGrant).views,
    ),
    problems: [
      ...virtualServices.flatMap((one) => [...one.problems, ...findBindingProblems(one, gateways)]),
      ...gatewayRoutes.flatMap(({ problems }) => problems),
    ],
  };
}

function readRoutes(objects: readonly unknown[] | undefined, kind: GatewayRouteKind): GatewayRouteDraft[] {
  return (objects ?? []).flatMap((object) => readGatewayRoute(object, kind) ?? []);
}

function byPlace<T extends { readonly namespace?: string; readonly name: string }>(
  views: readonly T[] | undefined,
): ReadonlyMap<string, T> | undefined {
  return views && new Map(views.map((view) => [`${view.namespace ?? 'default'}/${view.name}`, view]));
}

/** Gateways that are bound to and do not exist; matches for gateways that the object is not bound to. */
function findBindingProblems(
  { object, hosts, gateways, rules }: WholeVirtualService,
  known: ReadonlyMap<string, unknown> | undefined,
): RouteProblem[] {
  const problems: RouteProblem[] = [];
  if (hosts.length === 0) return problems;
  for (const [index, name] of gateways.entries()) {
    if (name === MESH || known === undefined || known.has(name)) continue;
    const message = `There is no Gateway ${name}.`;
    problems.push({ code: 'unknown-gateway', message, object, path: `spec.gateways[${index}]` });
  }
  for (const rule of rules) {
    for (const match of rule.matches) {
      for (const name of match.gateways) {
        if (gateways.includes(name)) continue;
        const message = `The object is not bound to ${name}: the match never holds.`;
        problems.push({
          code: 'unbound-gateway',
          message,
          object: rule.object,
          path: `${match.path}.gateways`,
        });
      }
    }
  }
  return problems;
}

function judgeGrants(grants: readonly ReferenceGrantView[] | undefined): RouteWorld['isGranted'] {
  return ({ object, backend }) => {
    // Where grants cannot be read, nobody is accused of lacking one.
    if (backend === undefined || backend.namespace === object.namespace || grants === undefined) return true;
    return grants.some(
      ({ namespace, from, to }) =>
        namespace === backend.namespace &&
        from.some(
          (one) =>
            one.group === 'gateway.networking.k8s.io' &&
            one.kind === object.kind &&
            one.namespace === object.namespace,
        ) &&
        to.some(
          (one) =>
            one.group === '' &&
            one.kind === 'Service' &&
            (one.name === undefined || one.name === backend.name),
        ),
    );
  };
}
