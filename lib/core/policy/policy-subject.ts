import type { Labels } from '../kubernetes/field-reader';

/** Which proxy decides. A gateway that Istio made for a Gateway API Gateway has its name in its labels. */
export type PolicyEnforcer = 'sidecar' | 'gateway' | 'waypoint' | 'ztunnel';

/** A proxy as far as policies are for it. */
export interface PolicySubject {
  readonly enforcer: PolicyEnforcer;
  readonly namespace: string;
  readonly labels: Labels;
  /** What is called by way of a waypoint; absent where that is not known, and for other proxies. */
  readonly called?: CalledObject;
}

/** A Service or ServiceEntry that is called. */
export interface CalledObject {
  readonly kind: 'Service' | 'ServiceEntry';
  readonly namespace: string;
  readonly name: string;
}

export const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';
