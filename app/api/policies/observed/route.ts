import { parseMtlsRequest } from '@/lib/contracts/mtls-request';
import { answerShared } from '@/lib/server/answer-shared';
import { getObservedPolicies } from '@/lib/services/get-observed-policies';

export const dynamic = 'force-dynamic';

/** `GET /api/policies/observed`: who may talk to whom, beside who does. */
export function GET(request: Request): Promise<Response> {
  return answerShared('policies', request, parseMtlsRequest, getObservedPolicies);
}
