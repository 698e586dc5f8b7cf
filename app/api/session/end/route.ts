import { answerAnyone } from '@/lib/server/answer';
import { signOut } from '@/lib/server/identity/session-routes';

export const dynamic = 'force-dynamic';

/** `POST /api/session/end`: signs out. */
export function POST(request: Request): Promise<Response> {
  return answerAnyone('session-end', request, signOut);
}
