import { parseGraphRequest } from '@/lib/contracts/graph-request';
import { answer } from '@/lib/server/answer';
import { getMeshGraph } from '@/lib/services/get-mesh-graph';

export const dynamic = 'force-dynamic';

/** `GET /api/graph`: the service graph of some namespaces at one instant. */
export function GET(request: Request): Promise<Response> {
  return answer('graph', request, async ({ ports }) => {
    const parsed = parseGraphRequest(new URL(request.url).searchParams);
    return parsed.ok ? getMeshGraph(ports, parsed.value, request.signal) : parsed;
  });
}
