import { answerAnyone } from '@/lib/server/answer';
import { beginSession } from '@/lib/server/identity/session-routes';

export const dynamic = 'force-dynamic';

/** `GET /api/session/begin`: leads to the identity provider. */
export function GET(request: Request): Promise<Response> {
  return answerAnyone('session-begin', request, (runtime) => beginSession(runtime, request));
}
