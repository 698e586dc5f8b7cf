import type { Labels } from '../kubernetes/field-reader';
import type { JsonObject } from '../kubernetes/json';

// What routing objects mean for somebody who calls, host by host. Everything names the object and path it comes from.

/** An object of the cluster. */
export interface ObjectPlace {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** Whose routes are asked for. */
export type Viewpoint =
  | {
      readonly kind: 'sidecar';
      readonly namespace: string;
      /** Of the calling pods; absent where they are not known: then conditions about them stay conditions. */
      readonly labels?: Labels;
    }
  | {
      readonly kind: 'gateway';
      /** Of the proxy that listens. */
      readonly namespace: string;
      /** Istio Gateways that it serves, as `namespace/name`. */
      readonly gateways: readonly string[];
      /** Gateways of the Gateway API that it serves, as `namespace/name`. */
      readonly kubernetesGateways: readonly string[];
      /** Of its own pods; absent where they are not known. */
      readonly labels?: Labels;
    }
  | {
      readonly kind: 'waypoint';
      readonly namespace: string;
      readonly name: string;
    };

export type RouteProtocol = 'http' | 'tcp' | 'tls';

/** Something about a routing object that is wrong, or has no effect. */
export interface RouteProblem {
  readonly code: RouteProblemCode;
  /** One sentence; names in it are as strangers wrote them. */
  readonly message: string;
  readonly object: ObjectPlace;
  /** For instance `spec.http[2].route[0].weight`; empty for the whole object. */
  readonly path: string;
}

export type RouteProblemCode =
  /** A field that is not what it should be: it is read as if it were absent. */
  | 'malformed-field'
  /** A weight below zero, or no whole number: its destination gets nothing. */
  | 'invalid-weight'
  /** Several destinations, and no weight among them. */
  | 'no-weight'
  /** A destination without a host. */
  | 'missing-host'
  /** No Service and no ServiceEntry that the client can see has the host. */
  | 'unknown-host'
  /** The DestinationRules that the client follows do not define the subset. */
  | 'undefined-subset'
  /** The Service has several ports and the destination names none. */
  | 'ambiguous-port'
  /** The Service has no such port. */
  | 'unknown-port'
  /** A host with one dot or more that only looks like a Service's: it is taken as it is. */
  | 'incomplete-host'
  /** `*` is not permitted inside the mesh. */
  | 'wildcard-host'
  /** Another object has claimed the host for the mesh. */
  | 'host-claimed'
  /** A match or rule that nothing can reach. */
  | 'shadowed'
  /** A rule that sends nowhere: no route, redirect, direct response or delegate. */
  | 'empty-rule'
  /** Two of route, redirect, direct response and delegate in one rule. */
  | 'conflicting-actions'
  /** The delegate does not exist, is not exported, or is none. */
  | 'unknown-delegate'
  /** A delegate that delegates on. */
  | 'nested-delegate'
  /** The conditions of the root and of its delegate exclude each other. */
  | 'conflicting-delegate'
  /** A match names a gateway that the object is not bound to. */
  | 'unbound-gateway'
  /** A gateway that does not exist. */
  | 'unknown-gateway'
  /** Hosts that no server of the gateway takes. */
  | 'host-not-served'
  /** A parent that is not there, or does not take the route. */
  | 'unknown-parent'
  /** A backend in another namespace that no ReferenceGrant permits. */
  | 'reference-not-granted'
  /** A kind of backend that is not routed to. */
  | 'unsupported-backend'
  /** `sniHosts` that the object's hosts do not cover, or none. */
  | 'invalid-sni'
  /** Faults without a percentage are never injected. */
  | 'fault-without-percentage'
  /** HTTP routes for a port that is no HTTP port. */
  | 'protocol-mismatch';

/** A Service of the cluster, or a ServiceEntry by its object's name. */
export interface RoutedService {
  readonly kind: 'Service' | 'ServiceEntry';
  readonly namespace: string;
  readonly name: string;
}

/** Why a destination can take nothing, whatever runs: known from objects alone. */
export type DeadReason =
  | 'missing-host'
  | 'unknown-host'
  | 'unknown-port'
  | 'undefined-subset'
  | 'reference-not-granted'
  | 'unsupported-backend';

/** Where traffic goes. */
export interface PlannedDestination {
  /** In full; as proxies name it in `destination_service`. Empty when missing. */
  readonly host: string;
  readonly writtenHost: string;
  readonly subset: string | null;
  /** The service's port, where it is named or the service has only one. */
  readonly port: number | null;
  /** As declared; null where none is, or none that can be read. */
  readonly weight: number | null;
  /** Of what takes its rule, 0 to 1. */
  readonly share: number;
  readonly object: ObjectPlace;
  /** For instance `spec.http[0].route[1]`. */
  readonly path: string;
  /** Null where nobody has the host, or what has it cannot be read. */
  readonly service: RoutedService | null;
  /** Labels that the subset adds to the service's selector; null without a subset or where it is not defined. */
  readonly subsetLabels: Labels | null;
  /** Where the subset is defined. */
  readonly subsetFrom: { readonly object: ObjectPlace; readonly path: string } | null;
  readonly dead: DeadReason | null;
  /** Header operations for this destination alone. */
  readonly headers: readonly HeaderChange[];
}

export interface PlannedMirror {
  readonly destination: PlannedDestination;
  /** Copies for each request, 0 to 1. */
  readonly share: number;
}

export interface PlannedFault {
  readonly kind: 'delay' | 'abort';
  /** Of the rule's requests, 0 to 1; 0 where no percentage is named. */
  readonly share: number;
  /** `7s`, or a status as `500` or `gRPC UNAVAILABLE`. */
  readonly value: string;
  readonly path: string;
}

export interface PlannedRetries {
  /** 0 switches retries off; so do retries without a number in a VirtualService. */
  readonly attempts: number;
  /** As written. */
  readonly perTryTimeout: string | null;
  readonly retryOn: string | null;
  readonly path: string;
}

export interface PlannedRedirect {
  readonly status: number;
  /** What changes, as one text: `https://other.example.com:8443/path`; `*` stands for what stays. */
  readonly target: string;
  readonly path: string;
}

export interface PlannedRewrite {
  readonly authority: string | null;
  /** `/new` as a text, with what it replaces. */
  readonly uri: string | null;
  readonly path: string;
}

export interface PlannedResponse {
  readonly status: number;
  readonly path: string;
}

export interface HeaderChange {
  readonly of: 'request' | 'response';
  readonly operation: 'set' | 'add' | 'remove';
  readonly name: string;
  /** Absent for removals. */
  readonly value?: string;
  readonly path: string;
}

/** What conditions of a rule are about. Those about clients alone can be told apart in metrics, others cannot. */
export type RuleCondition = 'none' | 'client' | 'request';

/** Why a rule takes nothing from this viewpoint. */
export interface RuleShadow {
  readonly object: ObjectPlace;
  /** Of the rule that takes everything before, for instance `spec.http[0]`. */
  readonly path: string;
  /** Its index in the same plan. */
  readonly index: number;
}

/** One rule, with its alternatives in one; in the order in which they are tried. */
export interface RouteRule {
  /** Place in the order of the plan, from 0. */
  readonly index: number;
  /** As the object names it; null without a name. */
  readonly name: string | null;
  readonly protocol: RouteProtocol;
  readonly object: ObjectPlace;
  /** For instance `spec.http[0]`. */
  readonly path: string;
  /** The delegate's own rule, where this one comes of a delegation: `object` and `path` are then the delegate's. */
  readonly delegatedBy: { readonly object: ObjectPlace; readonly path: string } | null;
  /** In words; `everything` without conditions. */
  readonly match: string;
  /** The conditions as they are written that are left for this viewpoint; empty matches everything. */
  readonly matchRaw: readonly JsonObject[];
  readonly condition: RuleCondition;
  readonly destinations: readonly PlannedDestination[];
  readonly mirrors: readonly PlannedMirror[];
  readonly faults: readonly PlannedFault[];
  /** As written, for instance `3s`; null without one. */
  readonly timeout: string | null;
  /** Null means the mesh's default: 2 attempts. */
  readonly retries: PlannedRetries | null;
  readonly redirect: PlannedRedirect | null;
  readonly rewrite: PlannedRewrite | null;
  readonly directResponse: PlannedResponse | null;
  readonly headers: readonly HeaderChange[];
  /** What else is declared, in words: `CORS policy`. */
  readonly others: readonly string[];
  /** The rule that takes all that could get here; null when it can be reached. */
  readonly shadowedBy: RuleShadow | null;
}

/** An object that rules come from. */
export interface RouteSource extends ObjectPlace {
  /** As the object binds them: `mesh`, or `namespace/name`. */
  readonly gateways: readonly string[];
}

/** The rules of one host. */
export interface HostPlan {
  /** In full; may be a wildcard. */
  readonly host: string;
  /** The object that decides; the oldest where several are merged. */
  readonly source: RouteSource;
  /** All of them, in the order in which their rules are tried. */
  readonly sources: readonly RouteSource[];
  /** The service that has the host; null for hosts of the outside and wildcards. */
  readonly service: RoutedService | null;
  /** Where ports of one host are decided about differently: the port; null for all, or for all others. */
  readonly port: number | null;
  readonly rules: readonly RouteRule[];
  /** What is wrong with what makes this host's plan. */
  readonly problems: readonly RouteProblem[];
}

/** All hosts that routing objects say something about, from one viewpoint. Others go where their name says. */
export interface RoutePlan {
  readonly viewpoint: Viewpoint;
  /** In the order of their names. */
  readonly hosts: readonly HostPlan[];
  /** Of objects that have no part in any host's plan. */
  readonly problems: readonly RouteProblem[];
}
