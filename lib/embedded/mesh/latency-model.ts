/** A log-normal latency: what most services' response times look like. */
export interface LatencyModel {
  readonly medianMs: number;
  /** Spread of the logarithm: 0.3 is tight, 1 has a long tail. */
  readonly sigma: number;
}

/** Share of values at or below a bound. */
export function shareBelow({ medianMs, sigma }: LatencyModel, boundMs: number): number {
  if (boundMs === Infinity) return 1;
  if (boundMs <= 0) return 0;
  return normalCdf((Math.log(boundMs) - Math.log(medianMs)) / sigma);
}

export function meanMs({ medianMs, sigma }: LatencyModel): number {
  return medianMs * Math.exp((sigma * sigma) / 2);
}

/** Abramowitz and Stegun 26.2.17: absolute error below 7.5e-8, far below one request. */
function normalCdf(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const poly =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * poly;
  return z >= 0 ? 1 - tail : tail;
}
