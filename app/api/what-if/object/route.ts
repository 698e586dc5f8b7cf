import { parseWhatIfObjectRequest } from '@/lib/contracts/what-if-object';
import { answer } from '@/lib/server/answer';
import { getWhatIfObject } from '@/lib/services/get-what-if-object';

export const dynamic = 'force-dynamic';

/** `GET /api/what-if/object`: an object as it is declared, to begin a change with. */
export function GET(request: Request): Promise<Response> {
  return answer('what-if-object', request, async ({ ports }) => {
    const parsed = parseWhatIfObjectRequest(new URL(request.url).searchParams);
    return parsed.ok ? getWhatIfObject(ports, parsed.value) : parsed;
  });
}
