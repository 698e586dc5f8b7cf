import { parseMtlsRequest } from '@/lib/contracts/mtls-request';
import { answer } from '@/lib/server/answer';
import { getMtlsPosture } from '@/lib/services/get-mtls-posture';

export const dynamic = 'force-dynamic';

/** `GET /api/mtls`: who speaks mutual TLS and who must, and what STRICT would break. */
export function GET(request: Request): Promise<Response> {
  return answer('mtls', request, async ({ ports }) => {
    const parsed = parseMtlsRequest(new URL(request.url).searchParams);
    return parsed.ok ? getMtlsPosture(ports, parsed.value, request.signal) : parsed;
  });
}
