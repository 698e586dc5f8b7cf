import type { JsonObject } from '../kubernetes/json';
import type { Aged } from '../mesh/compare-age';
import type {
  DeadReason,
  HeaderChange,
  ObjectPlace,
  RouteProblem,
  RouteProtocol,
  RouteRule,
} from './route-plan';

// What one routing object says by itself, before anybody asks from where.

/** How a text is tested. `pathPrefix` goes by whole segments. */
export type TextTest =
  | {
      readonly kind: 'exact' | 'prefix' | 'pathPrefix' | 'regex';
      readonly value: string;
      readonly ignoresCase?: boolean;
    }
  | { readonly kind: 'oneOf'; readonly values: readonly string[] }
  | { readonly kind: 'present' };

export type ConditionSubject =
  | 'uri'
  | 'scheme'
  | 'method'
  | 'authority'
  | 'header'
  | 'query'
  | 'grpc'
  | 'port'
  | 'sourceLabel'
  | 'sourceNamespace'
  | 'sni'
  | 'subnet'
  /** Something is asked that cannot be read. */
  | 'unreadable';

export interface Condition {
  readonly about: ConditionSubject;
  /** Of a header, query parameter or label; of what cannot be read. */
  readonly name?: string;
  readonly test: TextTest;
  readonly isNegated?: boolean;
}

/** One of several alternatives; all its conditions must hold. */
export interface MatchDraft {
  readonly raw: JsonObject;
  readonly path: string;
  /** As `mesh` or `namespace/name`; empty means every gateway of the object. */
  readonly gateways: readonly string[];
  readonly conditions: readonly Condition[];
}

export interface DestinationDraft {
  readonly writtenHost: string;
  /** In full; empty when missing. */
  readonly host: string;
  readonly subset: string | null;
  readonly port: number | null;
  readonly weight: number | null;
  readonly share: number;
  readonly object: ObjectPlace;
  readonly path: string;
  readonly headers: readonly HeaderChange[];
  /** Why nothing can be sent there, whatever the registry holds. */
  readonly refused?: DeadReason;
  /** Of Gateway API backends: gateways send to another namespace only where a ReferenceGrant permits it. */
  readonly backend?: { readonly namespace: string; readonly name: string };
  /** A backend of a kind whose hosts are not looked up. */
  readonly isOpaque?: boolean;
}

export interface MirrorDraft {
  readonly destination: DestinationDraft;
  readonly share: number;
}

/** What a rule does apart from what depends on who asks. */
export type RuleActions = Pick<
  RouteRule,
  'faults' | 'timeout' | 'retries' | 'redirect' | 'rewrite' | 'directResponse' | 'headers' | 'others'
>;

/** A rule that only sends on. */
export const NO_ACTIONS: RuleActions = {
  faults: [],
  timeout: null,
  retries: null,
  redirect: null,
  rewrite: null,
  directResponse: null,
  headers: [],
  others: [],
};

export interface RuleDraft extends RuleActions, Pick<RouteRule, 'name' | 'protocol' | 'object' | 'path'> {
  readonly delegatedBy: RouteRule['delegatedBy'];
  /** Empty takes everything. */
  readonly matches: readonly MatchDraft[];
  readonly destinations: readonly DestinationDraft[];
  readonly mirrors: readonly MirrorDraft[];
}

/** Fields that a rule may name itself, or leave to the rule that delegates to it. */
export type Inherited = 'rewrite' | 'timeout' | 'retries' | 'faults' | 'mirrors' | 'headers' | 'others';

export interface Delegation {
  readonly namespace: string;
  readonly name: string;
  readonly path: string;
}

export interface VirtualServiceRule {
  readonly rule: RuleDraft;
  readonly delegate?: Delegation;
  /** What its fields say that need not be said. */
  readonly own: ReadonlySet<Inherited>;
}

/** A VirtualService as it is written, with names in full. */
export interface VirtualServiceDraft extends Aged {
  readonly object: ObjectPlace;
  readonly namespace: string;
  readonly hosts: readonly { readonly host: string; readonly path: string }[];
  /** As `mesh` or `namespace/name`. */
  readonly gateways: readonly string[];
  readonly exportTo: readonly string[];
  readonly rules: readonly VirtualServiceRule[];
  readonly problems: readonly RouteProblem[];
}

/** Where a route of the Gateway API wants to be attached. */
export interface ParentReference {
  /** `Gateway`, `Service`, `ServiceEntry`; others are not known. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly sectionName?: string;
  readonly port?: number;
  readonly path: string;
}

/** One alternative of a rule, with what decides its place among others: the greater goes first, number by number. */
export interface RankedRule {
  readonly rule: RuleDraft;
  readonly rank: readonly number[];
}

/** An HTTPRoute, GRPCRoute, TLSRoute or TCPRoute as it is written. */
export interface GatewayRouteDraft extends Aged {
  readonly object: ObjectPlace;
  readonly namespace: string;
  readonly protocol: RouteProtocol;
  readonly hostnames: readonly string[];
  readonly parents: readonly ParentReference[];
  readonly rules: readonly RankedRule[];
  readonly problems: readonly RouteProblem[];
}
