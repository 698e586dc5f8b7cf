import { MOST_BODY_BYTES, parseWhatIfRequest } from '@/lib/contracts/what-if-request';
import { answer } from '@/lib/server/answer';
import { readBody } from '@/lib/server/read-body';
import { askWhatIf } from '@/lib/services/ask-what-if';

export const dynamic = 'force-dynamic';

/** `POST /api/what-if`: what applying some objects would do to the calls that were seen. Nothing is kept or applied. */
export function POST(request: Request): Promise<Response> {
  return answer('what-if', request, async ({ ports }) => {
    const body = await readBody(request, MOST_BODY_BYTES);
    if (!body.ok) return body;
    const parsed = parseWhatIfRequest(body.value);
    return parsed.ok ? askWhatIf(ports, parsed.value, request.signal) : parsed;
  });
}
