/** What configuration makes proxies do with requests, beyond sending them on. */
export const configTraits = [
  /** Limits connections, or takes out hosts that fail. */
  'circuitBreaker',
  'faultInjection',
  'mirroring',
  'requestTimeout',
  /** Requests that match a condition go their own way. */
  'requestRouting',
  'tcpTrafficShifting',
] as const;

export type ConfigTrait = (typeof configTraits)[number];
