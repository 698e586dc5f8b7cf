import { parseMtlsRequest } from '@/lib/contracts/mtls-request';
import { answer } from '@/lib/server/answer';
import { getRuntime } from '@/lib/server/runtime';
import { getPlaintextHistory } from '@/lib/services/get-plaintext-history';

export const dynamic = 'force-dynamic';

/** `GET /api/mtls/plaintext`: when plaintext last arrived, where, and from whom. */
export function GET(request: Request): Promise<Response> {
  return answer('mtls-plaintext', request, async () => {
    const parsed = parseMtlsRequest(new URL(request.url).searchParams);
    return parsed.ok ? getPlaintextHistory(getRuntime().ports, parsed.value, request.signal) : parsed;
  });
}
