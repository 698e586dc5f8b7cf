import { parseHistoryRequest } from '@/lib/contracts/history-request';
import { answer } from '@/lib/server/answer';
import { getHistory } from '@/lib/services/get-history';

export const dynamic = 'force-dynamic';

/** `GET /api/history`: rates over the last window of one node or edge. */
export function GET(request: Request): Promise<Response> {
  return answer('history', request, async ({ ports }) => {
    const parsed = parseHistoryRequest(new URL(request.url).searchParams);
    return parsed.ok ? getHistory(ports, parsed.value, request.signal) : parsed;
  });
}
