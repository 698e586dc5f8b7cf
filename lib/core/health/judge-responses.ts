import type { Health, HealthStatus } from '../graph/mesh-graph';
import { UNREPORTED_CODE } from '../telemetry/response-class';
import type { Protocol } from '../telemetry/traffic-sample';
import { DEFAULT_TOLERANCES, type Direction, type Tolerance } from './tolerances';

/** What was answered in one direction over one protocol. */
export interface ResponseRates {
  readonly protocol: Protocol;
  readonly direction: Direction;
  readonly responses: readonly { readonly code: string; readonly rate: number }[];
}

const SEVERITY: Readonly<Record<HealthStatus, number>> = {
  unknown: 0,
  healthy: 1,
  notReady: 2,
  degraded: 3,
  failing: 4,
};

/** Sums of rates are exact to about this much: 0.3 of 3 requests a second is still a tenth. */
const ROUNDING = 1e-9;

/** The worse of both, with the reasons of both, the worse one's first. */
export function worseHealth(a: Health, b: Health): Health {
  const [worse, better] = SEVERITY[a.status] >= SEVERITY[b.status] ? [a, b] : [b, a];
  return { status: worse.status, reasons: [...new Set([...worse.reasons, ...better.reasons])] };
}

const CODES_UNREPORTED = 'The reports name no response codes: failures cannot be told from successes.';

/**
 * The one judgement of request health, for nodes and edges alike. Each direction and protocol is judged by itself
 * and the worst counts. Traffic that no tolerance speaks of is healthy; no traffic is unknown, and so is traffic whose
 * codes nobody reports.
 */
export function judgeResponses(
  groups: readonly ResponseRates[],
  tolerances: readonly Tolerance[] = DEFAULT_TOLERANCES,
): Health {
  let verdict: Health = { status: 'unknown', reasons: [] };
  for (const group of groups) {
    if (!(sumRates(group.responses) > 0)) continue;
    const total = sumRates(group.responses.filter(({ code }) => code !== UNREPORTED_CODE));
    if (!(total > 0)) {
      verdict = worseHealth(verdict, { status: 'unknown', reasons: [CODES_UNREPORTED] });
      continue;
    }
    verdict = worseHealth(verdict, { status: 'healthy', reasons: [] });
    for (const tolerance of tolerances) {
      if (tolerance.protocol !== group.protocol) continue;
      if (tolerance.direction !== 'any' && tolerance.direction !== group.direction) continue;
      verdict = worseHealth(verdict, judgeShare(group, total, tolerance));
    }
  }
  return verdict;
}

function sumRates(responses: ResponseRates['responses']): number {
  return responses.reduce((sum, { rate }) => sum + rate, 0);
}

function judgeShare(
  { direction, protocol, responses }: ResponseRates,
  total: number,
  tolerance: Tolerance,
): Health {
  const matching = responses.reduce(
    (sum, { code, rate }) => (tolerance.code.test(code) ? sum + rate : sum),
    0,
  );
  const share = matching / total;
  const status = statusOf(share, tolerance);
  if (status === 'healthy') return { status, reasons: [] };
  const limit = status === 'failing' ? tolerance.failingShare : tolerance.degradedShare;
  const verb = share > limit + ROUNDING ? 'exceeds' : 'reaches';
  const reason =
    `${percent(share)} of ${direction} ${protocol === 'http' ? 'HTTP' : 'gRPC'} requests: ${tolerance.words}; ` +
    `${verb} the ${percent(limit)} tolerance for ${status}.`;
  return { status, reasons: [reason] };
}

function statusOf(share: number, { degradedShare, failingShare }: Tolerance): HealthStatus {
  if (!(share > 0)) return 'healthy';
  if (share >= failingShare - ROUNDING) return 'failing';
  return share >= degradedShare - ROUNDING ? 'degraded' : 'healthy';
}

function percent(share: number): string {
  const value = share * 100;
  if (value > 0 && value < 0.1) return '< 0.1 %';
  return `${Number(value.toPrecision(3))} %`;
}
