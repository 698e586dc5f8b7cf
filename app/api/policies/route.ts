import { parsePoliciesRequest } from '@/lib/contracts/policies-request';
import { answer } from '@/lib/server/answer';
import { getPolicies } from '@/lib/services/get-policies';

export const dynamic = 'force-dynamic';

/** `GET /api/policies`: every policy that is for a workload or a service, and what becomes of it. */
export function GET(request: Request): Promise<Response> {
  return answer('policies', request, async ({ ports }) => {
    const parsed = parsePoliciesRequest(new URL(request.url).searchParams);
    return parsed.ok ? getPolicies(ports, parsed.value) : parsed;
  });
}
