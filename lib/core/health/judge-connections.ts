import type { GraphEdge } from '../graph/mesh-graph';
import type { Finding } from './conclude';
import { judgeShare } from './judge-share';
import type { ShareLimits } from './tolerances';

/** TCP has no codes for which people could set tolerances: any failed connection degrades, a tenth of all fails. */
export const CONNECTION_LIMITS: ShareLimits = { degradedShare: 0, failingShare: 0.1 };

const FAILURE_FLAG = 'Some connections ended with a failure flag.';

/**
 * Judges TCP edges with traffic by the share of connections that failed, of all that ended. Where connections are not
 * counted, bytes of connections with a failure flag are a warning. `words` is how a reason calls them: "inbound TCP
 * connections".
 */
export function judgeConnections(
  edges: readonly Pick<GraphEdge, 'errorRate' | 'connections'>[],
  words: string,
): Finding[] {
  let [closed, failed] = [0, 0];
  const findings: Finding[] = edges.length > 0 ? [{ status: 'healthy' }] : [];
  for (const { errorRate, connections } of edges) {
    if (connections !== undefined) {
      closed += connections.closed;
      failed += connections.failed;
    } else if (errorRate > 0) findings.push({ status: 'degraded', reason: FAILURE_FLAG });
  }
  if (failed > 0) {
    findings.push(judgeShare(failed / (closed + failed), CONNECTION_LIMITS, `of ${words} failed`, undefined));
  }
  return findings;
}
