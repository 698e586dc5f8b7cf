import type { HealthStatus } from '@/lib/contracts/graph';

/** A sign for every state that needs a person: colour never speaks alone. Healthy needs none. */
const signs: Record<HealthStatus, string> = {
  healthy: '',
  degraded: '▲',
  failing: '✕',
  notReady: '!',
  unknown: '?',
};

const words: Record<HealthStatus, string> = {
  healthy: 'healthy',
  degraded: 'degraded',
  failing: 'failing',
  notReady: 'not ready',
  unknown: 'health unknown',
};

export function healthSign(status: HealthStatus): string {
  return signs[status];
}

export function healthWords(status: HealthStatus): string {
  return words[status];
}
