import { UNREPORTED_CODE } from '../telemetry/response-class';
import type { Finding } from './conclude';
import { judgeShare } from './judge-share';
import type { Direction, RequestProtocol, ToleranceSet } from './tolerances';

/** What was answered in one direction over one protocol. */
export interface ResponseRates {
  readonly protocol: RequestProtocol;
  readonly direction: Direction;
  /** How a reason calls them: "inbound HTTP requests". */
  readonly words: string;
  readonly responses: readonly { readonly code: string; readonly rate: number }[];
}

const CODES_UNREPORTED = 'The reports name no response codes: failures cannot be told from successes.';

/**
 * The one judgement of responses, for nodes and edges alike: every tolerance of every set that speaks of the protocol
 * and the direction. Traffic that none speaks of is healthy; of no traffic there is no finding; traffic whose codes
 * nobody reports is unknown.
 */
export function judgeResponses(
  { protocol, direction, words, responses }: ResponseRates,
  sets: readonly ToleranceSet[],
): Finding[] {
  // This runs for both ends of each of thousands of edges: no list is made of the responses that count.
  if (!(sumRates(responses, () => true) > 0)) return [];
  const total = sumRates(responses, isReported);
  if (!(total > 0)) return [{ status: 'unknown', reason: CODES_UNREPORTED }];
  const findings: Finding[] = [{ status: 'healthy' }];
  for (const { tolerances, origin } of sets) {
    for (const tolerance of tolerances) {
      if (!tolerance.protocols.includes(protocol) || !tolerance.directions.includes(direction)) continue;
      const matching = sumRates(responses, (code) => isReported(code) && tolerance.code.test(code));
      // One finding says already that all is well.
      if (!(matching > 0)) continue;
      findings.push(judgeShare(matching / total, tolerance, `of ${words}: ${tolerance.words}`, origin));
    }
  }
  return findings;
}

function isReported(code: string): boolean {
  return code !== UNREPORTED_CODE;
}

function sumRates(responses: ResponseRates['responses'], counts: (code: string) => boolean): number {
  let sum = 0;
  for (const { code, rate } of responses) if (counts(code)) sum += rate;
  return sum;
}
