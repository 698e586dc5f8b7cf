/** What is written about a destination's weight. */
export interface WrittenWeight {
  /** Null where nothing is written, or nothing that can be read. */
  readonly weight: number | null;
  readonly isInvalid: boolean;
}

/**
 * Shares of a VirtualService's destinations, 0 to 1. Weights are relative. One destination gets everything whatever its
 * number; among several an absent weight is 0.
 * https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination
 */
export function shareByIstio(weights: readonly WrittenWeight[]): number[] {
  if (weights.length === 1) return [1];
  return inProportion(weights.map(({ weight }) => weight ?? 0));
}

/**
 * Shares of a Gateway API rule's backends, 0 to 1: an absent weight is 1, and 0 is 0 even for a single backend.
 * https://gateway-api.sigs.k8s.io/reference/spec/#backendref
 */
export function shareByGatewayApi(weights: readonly WrittenWeight[]): number[] {
  return inProportion(weights.map(({ weight, isInvalid }) => weight ?? (isInvalid ? 0 : 1)));
}

/** All of it, or nothing. */
function inProportion(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => (total > 0 ? weight / total : 0));
}
