import { readParameters } from '@/lib/contracts/read-parameters';
import { succeed } from '@/lib/core/mesh/problem';
import { answer } from '@/lib/server/answer';
import { getNamespaces } from '@/lib/services/get-namespaces';

export const dynamic = 'force-dynamic';

/** `GET /api/namespaces`: what a picker of namespaces offers. */
export function GET(request: Request): Promise<Response> {
  return answer('namespaces', request, async ({ ports }) => {
    const read = readParameters(new URL(request.url).searchParams, []);
    return read.ok ? succeed(await getNamespaces(ports, request.signal)) : read;
  });
}
