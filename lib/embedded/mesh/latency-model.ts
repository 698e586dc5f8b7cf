/** A log-normal latency: what most services' response times look like. */
export interface LatencyModel {
  readonly medianMs: number;
  /** Spread of the logarithm: 0.3 is tight, 1 has a long tail. */
  readonly sigma: number;
  /** A wait of fixed length that comes before, for instance an injected delay. */
  readonly plusMs?: number;
  /** Longer ones were given up and are not among these: the distribution ends here. */
  readonly atMostMs?: number;
}

/** Share of values at or below a bound. */
export function shareBelow(model: LatencyModel, boundMs: number): number {
  const { atMostMs } = model;
  if (boundMs === Infinity) return 1;
  if (atMostMs === undefined) return shareBelowUncut(model, boundMs);
  if (boundMs >= atMostMs) return 1;
  const all = shareBelowUncut(model, atMostMs);
  return all <= 0 ? 0 : Math.min(1, shareBelowUncut(model, boundMs) / all);
}

export function meanMs(model: LatencyModel): number {
  const { medianMs, sigma, plusMs = 0, atMostMs } = model;
  const mean = medianMs * Math.exp((sigma * sigma) / 2);
  if (atMostMs === undefined) return plusMs + mean;
  const all = shareBelowUncut(model, atMostMs);
  if (all <= 0) return atMostMs;
  // The mean of a log-normal distribution that is cut off above.
  const cut = normalCdf((Math.log(Math.max(1e-9, atMostMs - plusMs) / medianMs) - sigma * sigma) / sigma);
  return Math.min(atMostMs, plusMs + (mean * cut) / all);
}

function shareBelowUncut({ medianMs, sigma, plusMs = 0 }: LatencyModel, boundMs: number): number {
  const ownMs = boundMs - plusMs;
  if (ownMs <= 0) return 0;
  return normalCdf((Math.log(ownMs) - Math.log(medianMs)) / sigma);
}

/** Abramowitz and Stegun 26.2.17: absolute error below 7.5e-8, far below one request. */
function normalCdf(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const poly =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * poly;
  return z >= 0 ? 1 - tail : tail;
}
