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
  // This runs for both ends of each of thousands of edges: neither lists nor functions are made for it.
  let [all, total] = [0, 0];
  for (const { code, rate } of responses) {
    all += rate;
    if (isReported(code)) total += rate;
  }
  if (!(all > 0)) return [];
  if (!(total > 0)) return [{ status: 'unknown', reason: CODES_UNREPORTED }];
  const findings: Finding[] = [{ status: 'healthy' }];
  for (const { tolerances, origin } of sets) {
    for (const tolerance of tolerances) {
      if (!tolerance.protocols.includes(protocol) || !tolerance.directions.includes(direction)) continue;
      let matching = 0;
      for (const { code, rate } of responses)
        if (isReported(code) && tolerance.code.test(code)) matching += rate;
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
