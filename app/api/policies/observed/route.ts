import { parseMtlsRequest } from '@/lib/contracts/mtls-request';
import { answer } from '@/lib/server/answer';
import { getObservedPolicies } from '@/lib/services/get-observed-policies';

export const dynamic = 'force-dynamic';

/** `GET /api/policies/observed`: who may talk to whom, beside who does. */
export function GET(request: Request): Promise<Response> {
  return answer('policies', request, async ({ ports }) => {
    const parsed = parseMtlsRequest(new URL(request.url).searchParams);
    return parsed.ok ? getObservedPolicies(ports, parsed.value, request.signal) : parsed;
  });
}
