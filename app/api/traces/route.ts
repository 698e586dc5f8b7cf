import { parseTracesRequest } from '@/lib/contracts/traces-request';
import { answer } from '@/lib/server/answer';
import { getRuntime } from '@/lib/server/runtime';
import { getTraces } from '@/lib/services/get-traces';

export const dynamic = 'force-dynamic';

/** `GET /api/traces`: single requests of an edge, or that a node answered. */
export function GET(request: Request): Promise<Response> {
  return answer('traces', request, async () => {
    const parsed = parseTracesRequest(new URL(request.url).searchParams);
    return parsed.ok ? getTraces(getRuntime().ports, parsed.value, request.signal) : parsed;
  });
}
