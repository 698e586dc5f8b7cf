import { answerAnyone } from '@/lib/server/answer';
import { finishSession } from '@/lib/server/identity/session-routes';

export const dynamic = 'force-dynamic';

/** `GET /api/session/callback`: comes back from the identity provider. */
export function GET(request: Request): Promise<Response> {
  return answerAnyone('session-callback', request, (runtime) => finishSession(runtime, request));
}
