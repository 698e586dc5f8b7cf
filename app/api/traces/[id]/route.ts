import { parseTraceRequest } from '@/lib/contracts/trace-request';
import { answer } from '@/lib/server/answer';
import { getTrace } from '@/lib/services/get-trace';

export const dynamic = 'force-dynamic';

/** `GET /api/traces/ID`: one trace with all its spans. */
export function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return answer('trace', request, async ({ ports }) => {
    const { id } = await params;
    const parsed = parseTraceRequest(id, new URL(request.url).searchParams);
    return parsed.ok ? getTrace(ports, parsed.value, request.signal) : parsed;
  });
}
