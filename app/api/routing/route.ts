import { parseRoutingRequest } from '@/lib/contracts/routing-request';
import { answerShared } from '@/lib/server/answer-shared';
import { getRouting } from '@/lib/services/get-routing';

export const dynamic = 'force-dynamic';

/** `GET /api/routing`: what routes declare, beside what was seen to be called. */
export function GET(request: Request): Promise<Response> {
  return answerShared('routing', request, parseRoutingRequest, getRouting);
}
