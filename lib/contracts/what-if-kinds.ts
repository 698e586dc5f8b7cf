/** Kinds of objects of which it is worked out what applying them would do. */
export const whatIfKinds = [
  'AuthorizationPolicy',
  'PeerAuthentication',
  'DestinationRule',
  'VirtualService',
  'HTTPRoute',
] as const;

/** Which object is meant. */
export interface ObjectReference {
  readonly kind: (typeof whatIfKinds)[number];
  readonly namespace: string;
  readonly name: string;
}
