import { parseMtlsRequest } from '@/lib/contracts/mtls-request';
import { answer } from '@/lib/server/answer';
import { getPlaintextHistory } from '@/lib/services/get-plaintext-history';

export const dynamic = 'force-dynamic';

/** `GET /api/mtls/plaintext`: when plaintext last arrived, where, and from whom. */
export function GET(request: Request): Promise<Response> {
  return answer('mtls-plaintext', request, async ({ ports }) => {
    const parsed = parseMtlsRequest(new URL(request.url).searchParams);
    return parsed.ok ? getPlaintextHistory(ports, parsed.value, request.signal) : parsed;
  });
}
