import { parseMtlsRequest } from '@/lib/contracts/mtls-request';
import { answer } from '@/lib/server/answer';
import { getRuntime } from '@/lib/server/runtime';
import { getObservedPolicies } from '@/lib/services/get-observed-policies';

export const dynamic = 'force-dynamic';

/** `GET /api/policies/observed`: who may talk to whom, beside who does. */
export function GET(request: Request): Promise<Response> {
  return answer('policies', request, async () => {
    const parsed = parseMtlsRequest(new URL(request.url).searchParams);
    return parsed.ok ? getObservedPolicies(getRuntime().ports, parsed.value, request.signal) : parsed;
  });
}
