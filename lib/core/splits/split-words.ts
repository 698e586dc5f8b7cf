/** A share as people read it: `12.3 %`. */
export function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}

/** A count without a false air of exactness. */
export function count(calls: number, unit: 'requests' | 'connections'): string {
  const whole = Math.round(calls);
  return `${whole} ${whole === 1 ? unit.slice(0, -1) : unit}`;
}
