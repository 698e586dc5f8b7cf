const DENSITY_AT_ZERO = 1 / Math.sqrt(2 * Math.PI);
/** Beyond this no double differs from 1. */
const FARTHEST = 8.3;

/** The standard normal distribution's probability of a value up to `z`, by its Taylor series; exact to 1e-12. */
export function normalProbability(z: number): number {
  if (z > FARTHEST) return 1;
  if (z < -FARTHEST) return 0;
  let term = z;
  let sum = z;
  for (let odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return 0.5 + DENSITY_AT_ZERO * Math.exp((-z * z) / 2) * sum;
}

/** The value that is exceeded with the probability `1 - probability`; between -8.3 and 8.3. */
export function normalQuantile(probability: number): number {
  let low = -FARTHEST;
  let high = FARTHEST;
  // Each step halves the range: 60 of them leave nothing of it.
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (normalProbability(middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
