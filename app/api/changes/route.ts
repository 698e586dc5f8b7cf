import { answerWith } from '@/lib/server/answer';
import { streamChanges } from '@/lib/server/stream-changes';

export const dynamic = 'force-dynamic';

/** `GET /api/changes`: server-sent events, one whenever the cluster's objects changed. */
export function GET(request: Request): Promise<Response> {
  return answerWith('changes', request, (seen, view) => streamChanges(seen, view, request.signal));
}
