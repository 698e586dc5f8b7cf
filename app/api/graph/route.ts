import { parseGraphRequest } from '@/lib/contracts/graph-request';
import { answerShared } from '@/lib/server/answer-shared';
import { getMeshGraph } from '@/lib/services/get-mesh-graph';
import { settleOverview } from '@/lib/services/settle-overview';

export const dynamic = 'force-dynamic';

/** `GET /api/graph`: the service graph of some namespaces at one instant, or its overview. */
export function GET(request: Request): Promise<Response> {
  return answerShared('graph', request, parseGraphRequest, getMeshGraph, settleOverview);
}
