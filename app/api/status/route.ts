import { readParameters } from '@/lib/contracts/read-parameters';
import { succeed } from '@/lib/core/mesh/problem';
import { answer } from '@/lib/server/answer';
import { getStatus } from '@/lib/server/get-status';

export const dynamic = 'force-dynamic';

/** `GET /api/status`: what is configured and what is reachable. */
export function GET(request: Request): Promise<Response> {
  return answer('status', request, async (seen) => {
    const read = readParameters(new URL(request.url).searchParams, []);
    return read.ok ? succeed(await getStatus(seen, request.signal)) : read;
  });
}
