/**
 * Objects that routes are planned from, as an API gave them, by kind. An absent list means that nobody can read the
 * kind, which is not the same as an empty one: then nothing is said about what would be in it.
 */
export interface RouteObjects {
  readonly virtualServices?: readonly unknown[];
  readonly destinationRules?: readonly unknown[];
  readonly services?: readonly unknown[];
  readonly serviceEntries?: readonly unknown[];
  /** Of networking.istio.io. */
  readonly gateways?: readonly unknown[];
  readonly sidecars?: readonly unknown[];
  readonly namespaces?: readonly unknown[];
  readonly gatewayApiGateways?: readonly unknown[];
  readonly httpRoutes?: readonly unknown[];
  readonly grpcRoutes?: readonly unknown[];
  readonly tcpRoutes?: readonly unknown[];
  readonly tlsRoutes?: readonly unknown[];
  readonly referenceGrants?: readonly unknown[];
}

/** What the mesh says about objects that say nothing. */
export interface RouteSettings {
  readonly rootNamespace: string;
  /** What a VirtualService, DestinationRule or service without `exportTo` is exported to; absent means everywhere. */
  readonly virtualServiceExportTo?: readonly string[];
  readonly destinationRuleExportTo?: readonly string[];
  readonly serviceExportTo?: readonly string[];
}
