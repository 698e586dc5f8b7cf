import { parseTracesRequest } from '@/lib/contracts/traces-request';
import { answer } from '@/lib/server/answer';
import { getTraces } from '@/lib/services/get-traces';

export const dynamic = 'force-dynamic';

/** `GET /api/traces`: single requests of an edge, or that a node answered. */
export function GET(request: Request): Promise<Response> {
  return answer('traces', request, async ({ ports }) => {
    const parsed = parseTracesRequest(new URL(request.url).searchParams);
    return parsed.ok ? getTraces(ports, parsed.value, request.signal) : parsed;
  });
}
