import type { ResourceKind } from '@/lib/core/kubernetes/resource-kinds';
import type { RouteObjects } from '@/lib/core/routing/route-objects';

/** Kinds of objects that decide about routes, as objects name them. */
const KINDS: Readonly<Record<string, ResourceKind & keyof RouteObjects>> = {
  VirtualService: 'virtualServices',
  DestinationRule: 'destinationRules',
  HTTPRoute: 'httpRoutes',
  GRPCRoute: 'grpcRoutes',
  TCPRoute: 'tcpRoutes',
  TLSRoute: 'tlsRoutes',
};

/** Where objects of a kind are found; undefined for kinds that decide nothing about routes. */
export function routingKind(kind: string): (ResourceKind & keyof RouteObjects) | undefined {
  return Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
}
