import { answerAnyone } from '@/lib/server/answer';
import { signInWithToken, tellSession } from '@/lib/server/identity/session-routes';

export const dynamic = 'force-dynamic';

/** `GET /api/session`: who asks, or how to sign in. */
export function GET(request: Request): Promise<Response> {
  return answerAnyone('session', request, (runtime) => tellSession(runtime, request));
}

/** `POST /api/session`: signs in with a token of the cluster. */
export function POST(request: Request): Promise<Response> {
  return answerAnyone('session', request, (runtime) => signInWithToken(runtime, request));
}
