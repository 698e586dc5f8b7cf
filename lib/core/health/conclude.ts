import type { Health, HealthStatus } from '../graph/mesh-graph';

/** One thing that speaks for a status, with the sentence that says why. */
export interface Finding {
  readonly status: HealthStatus;
  readonly reason?: string;
}

const SEVERITY: Readonly<Record<HealthStatus, number>> = {
  unknown: 0,
  healthy: 1,
  notReady: 2,
  degraded: 3,
  failing: 4,
};

/** The worst of all findings, with the reasons of all: the most serious first, each once. Of nothing it is unknown. */
export function conclude(findings: readonly Finding[]): Health {
  let worst: HealthStatus = 'unknown';
  let isReasoned = false;
  for (const { status, reason } of findings) {
    if (SEVERITY[status] > SEVERITY[worst]) worst = status;
    if (reason !== undefined) isReasoned = true;
  }
  if (!isReasoned) return { status: worst, reasons: [] };
  const reasoned = findings.filter(({ reason }) => reason !== undefined);
  const ranked = reasoned.sort((a, b) => SEVERITY[b.status] - SEVERITY[a.status]);
  return { status: worst, reasons: [...new Set(ranked.flatMap(({ reason }) => reason ?? []))] };
}
