import type { HealthStatus } from '../graph/mesh-graph';
import type { Finding } from './conclude';
import type { ShareLimits } from './tolerances';

/** Sums of rates are exact to about this much: 0.3 of 3 requests a second is still a tenth. */
const ROUNDING = 1e-9;

/**
 * Judges a share from 0 to 1; reaching a limit counts. `told` says what it is a share of, after the number: "of inbound
 * HTTP requests: 5xx". `origin` says whose limits these are; absent for the built-in ones.
 */
export function judgeShare(
  share: number,
  limits: ShareLimits,
  told: string,
  origin: string | undefined,
): Finding {
  const status = statusOf(share, limits);
  if (status === 'healthy') return { status };
  const limit = status === 'failing' ? limits.failingShare : limits.degradedShare;
  const verb = share > limit + ROUNDING ? 'exceeds' : 'reaches';
  const whose = origin === undefined ? `tolerance for ${status}` : `${status} tolerance of ${origin}`;
  return { status, reason: `${percent(share)} ${told}; ${verb} the ${percent(limit)} ${whose}.` };
}

function statusOf(share: number, { degradedShare, failingShare }: ShareLimits): HealthStatus {
  if (!(share > 0)) return 'healthy';
  if (share >= failingShare - ROUNDING) return 'failing';
  return share >= degradedShare - ROUNDING ? 'degraded' : 'healthy';
}

function percent(share: number): string {
  const value = share * 100;
  if (value > 0 && value < 0.1) return '< 0.1 %';
  return `${Number(value.toPrecision(3))} %`;
}
