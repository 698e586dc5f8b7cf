import { viewGatewayRoute } from '@/lib/core/kubernetes/gateway-route-view';
import { viewIstioGateway } from '@/lib/core/kubernetes/istio-gateway-view';
import { viewObject, type Viewed } from '@/lib/core/kubernetes/object-view';
import { viewReferenceGrant } from '@/lib/core/kubernetes/reference-grant-view';
import type { ResourceKind } from '@/lib/core/kubernetes/resource-kinds';
import { viewServiceEntry } from '@/lib/core/kubernetes/service-entry-view';
import { viewSidecar } from '@/lib/core/kubernetes/sidecar-view';
import { viewTargetedObject } from '@/lib/core/kubernetes/targeted-object-view';
import { viewVirtualService } from '@/lib/core/kubernetes/virtual-service-view';
import type { AppliedKind } from '@/lib/core/policy/applied-policy';
import type { AppliedObjects } from '@/lib/core/policy/list-applied';
import type { ObjectReading } from './read-objects';

/** As the cluster is asked for them. */
export const APPLIED_RESOURCES: Readonly<Record<AppliedKind, ResourceKind>> = {
  PeerAuthentication: 'peerAuthentications',
  AuthorizationPolicy: 'authorizationPolicies',
  RequestAuthentication: 'requestAuthentications',
  DestinationRule: 'destinationRules',
  VirtualService: 'virtualServices',
  HTTPRoute: 'httpRoutes',
  GRPCRoute: 'grpcRoutes',
  TCPRoute: 'tcpRoutes',
  TLSRoute: 'tlsRoutes',
  Gateway: 'gateways',
  KubernetesGateway: 'gatewayApiGateways',
  ReferenceGrant: 'referenceGrants',
  ServiceEntry: 'serviceEntries',
  Sidecar: 'sidecars',
  Telemetry: 'telemetries',
  EnvoyFilter: 'envoyFilters',
  WasmPlugin: 'wasmPlugins',
};

/** Objects that may be for something, besides those that decide mutual TLS and who may call. */
export function readAppliedObjects(reading: ObjectReading): AppliedObjects {
  const read = <T>(kind: AppliedKind, view: (object: unknown) => Viewed<T>) =>
    reading.views(APPLIED_RESOURCES[kind], view) ?? [];
  return {
    virtualServices: read('VirtualService', viewVirtualService),
    serviceEntries: read('ServiceEntry', viewServiceEntry),
    gateways: read('Gateway', viewIstioGateway),
    kubernetesGateways: read('KubernetesGateway', (object) => viewObject(object, () => ({}))),
    routes: {
      HTTPRoute: read('HTTPRoute', viewGatewayRoute),
      GRPCRoute: read('GRPCRoute', viewGatewayRoute),
      TCPRoute: read('TCPRoute', viewGatewayRoute),
      TLSRoute: read('TLSRoute', viewGatewayRoute),
    },
    referenceGrants: read('ReferenceGrant', viewReferenceGrant),
    sidecars: read('Sidecar', viewSidecar),
    telemetries: read('Telemetry', viewTargetedObject),
    envoyFilters: read('EnvoyFilter', viewTargetedObject),
    wasmPlugins: read('WasmPlugin', viewTargetedObject),
  };
}

/** Kinds of which there may be objects that cannot be seen in these namespaces. */
export function unreadKinds(reading: ObjectReading, namespaces: readonly string[]): AppliedKind[] {
  const kinds = Object.keys(APPLIED_RESOURCES).filter((kind): kind is AppliedKind =>
    Object.hasOwn(APPLIED_RESOURCES, kind),
  );
  return kinds.filter((kind) => {
    const status = reading.status(APPLIED_RESOURCES[kind]);
    if (status?.state === 'notInstalled') return false;
    if (!reading.isKnown(APPLIED_RESOURCES[kind])) return true;
    const { visibleNamespaces, hiddenNamespaces = [] } = status ?? {};
    return namespaces.some(
      (one) => hiddenNamespaces.includes(one) || visibleNamespaces?.includes(one) === false,
    );
  });
}
