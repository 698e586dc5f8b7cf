import { parseTraceRequest } from '@/lib/contracts/trace-request';
import { answer } from '@/lib/server/answer';
import { getRuntime } from '@/lib/server/runtime';
import { getTrace } from '@/lib/services/get-trace';

export const dynamic = 'force-dynamic';

/** `GET /api/traces/ID`: one trace with all its spans. */
export function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return answer('trace', request, async () => {
    const { id } = await params;
    const parsed = parseTraceRequest(id, new URL(request.url).searchParams);
    return parsed.ok ? getTrace(getRuntime().ports, parsed.value, request.signal) : parsed;
  });
}
