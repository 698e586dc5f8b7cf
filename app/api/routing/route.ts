import { parseRoutingRequest } from '@/lib/contracts/routing-request';
import { answer } from '@/lib/server/answer';
import { getRouting } from '@/lib/services/get-routing';

export const dynamic = 'force-dynamic';

/** `GET /api/routing`: what routes declare, beside what was seen to be called. */
export function GET(request: Request): Promise<Response> {
  return answer('routing', request, async ({ ports }) => {
    const parsed = parseRoutingRequest(new URL(request.url).searchParams);
    return parsed.ok ? getRouting(ports, parsed.value, request.signal) : parsed;
  });
}
