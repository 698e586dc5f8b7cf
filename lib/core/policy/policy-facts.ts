import type { AuthorizationPolicyView } from '../kubernetes/authorization-policy-view';
import type { RequestAuthenticationView } from '../kubernetes/request-authentication-view';
import type { PolicySight } from '../mtls/index-policies';

/** A waypoint as a workload. */
export interface WaypointPlace {
  readonly namespace: string;
  readonly name: string;
}

/** All that the cluster declares of who may call whom, besides mutual TLS. */
export interface PolicyFacts {
  readonly policies: readonly AuthorizationPolicyView[];
  readonly policySight: PolicySight;
  /** Absent where they cannot be read. */
  readonly requestAuthentications?: readonly RequestAuthenticationView[];
  /** Service accounts of a workload's pods, sorted; empty where none is known. */
  accountsOf(namespace: string, workload: string): readonly string[];
  /** The waypoint that stands before a service for callers behind ztunnel; undefined where there is none. */
  waypointOf(namespace: string, service: string): WaypointPlace | undefined;
  /** The id by which metrics name the cluster that all this is from. */
  readonly clusterId?: string;
  /** The mesh's own trust domain, and those that it goes by as well. */
  readonly trustDomains: readonly string[];
}
