/**
 * How likely it is at most that a share at least as far from the declared one is seen by chance, both sides together:
 * Chernoff's bound `2 exp(-n D(seen ‖ declared))`. It holds for every number of calls, however small and whether whole
 * or not, and never says less than the truth. 0 to 1.
 * Chernoff, H. (1952), A measure of asymptotic efficiency for tests of a hypothesis based on the sum of observations.
 */
export function chanceOfShare(seen: number, declared: number, calls: number): number {
  return Math.min(1, 2 * Math.exp(-calls * divergence(seen, declared)));
}

/** How much a share differs from another one (Kullback and Leibler), in nats per call; infinite for the impossible. */
function divergence(seen: number, declared: number): number {
  return part(seen, declared) + part(1 - seen, 1 - declared);
}

function part(seen: number, declared: number): number {
  if (seen <= 0) return 0;
  return declared <= 0 ? Number.POSITIVE_INFINITY : seen * Math.log(seen / declared);
}
