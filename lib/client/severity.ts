import type { HealthStatus } from '@/lib/contracts/graph';

const SEVERITY: Readonly<Record<HealthStatus, number>> = {
  failing: 3,
  notReady: 2,
  degraded: 1,
  unknown: 0,
  healthy: 0,
};

/** How much a person is needed: 3 is worst, 0 is no trouble. */
export function severityOf(status: HealthStatus): number {
  return SEVERITY[status];
}
