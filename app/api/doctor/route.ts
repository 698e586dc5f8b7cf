import { readParameters } from '@/lib/contracts/read-parameters';
import { succeed } from '@/lib/core/mesh/problem';
import { answer } from '@/lib/server/answer';
import { getDiagnosis } from '@/lib/services/get-diagnosis';

export const dynamic = 'force-dynamic';

/** `GET /api/doctor`: why the graph is empty or odd. */
export function GET(request: Request): Promise<Response> {
  return answer('doctor', request, async ({ ports }) => {
    const read = readParameters(new URL(request.url).searchParams, []);
    return read.ok ? succeed(await getDiagnosis(ports, request.signal)) : read;
  });
}
