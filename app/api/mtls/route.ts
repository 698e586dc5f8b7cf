import { parseMtlsRequest } from '@/lib/contracts/mtls-request';
import { answerShared } from '@/lib/server/answer-shared';
import { getMtlsPosture } from '@/lib/services/get-mtls-posture';

export const dynamic = 'force-dynamic';

/** `GET /api/mtls`: who speaks mutual TLS and who must, and what STRICT would break. */
export function GET(request: Request): Promise<Response> {
  return answerShared('mtls', request, parseMtlsRequest, getMtlsPosture);
}
