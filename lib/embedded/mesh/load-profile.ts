/** How busy the world is over time. Smooth and never zero, so that its integral has a closed form. */
export interface LoadProfile {
  /** Requests per second at an instant. */
  rate(atSeconds: number): number;
  /** Requests since the Unix epoch; only differences mean something. */
  integral(atSeconds: number): number;
}

export interface Wave {
  /** Part of the base rate; the sum over all waves stays below 1. */
  readonly amplitude: number;
  readonly periodSeconds: number;
  readonly phase: number;
}

/** `baseRate × (1 + Σ amplitude × sin(2πt / period + phase))`, with its exact integral. */
export function waveLoad(baseRate: number, waves: readonly Wave[]): LoadProfile {
  const total = waves.reduce((sum, { amplitude }) => sum + Math.abs(amplitude), 0);
  if (total >= 1)
    throw new RangeError('The amplitudes of a load must stay below 1 in sum: its rate must not vanish.');
  const terms = waves.map(({ amplitude, periodSeconds, phase }) => ({
    amplitude,
    angular: (2 * Math.PI) / periodSeconds,
    phase,
  }));
  return {
    rate(atSeconds) {
      let factor = 1;
      for (const { amplitude, angular, phase } of terms)
        factor += amplitude * Math.sin(angular * atSeconds + phase);
      return baseRate * factor;
    },
    integral(atSeconds) {
      let area = atSeconds;
      for (const { amplitude, angular, phase } of terms) {
        area -= (amplitude / angular) * Math.cos(angular * atSeconds + phase);
      }
      return baseRate * area;
    },
  };
}
