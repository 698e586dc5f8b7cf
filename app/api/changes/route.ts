import { getRuntime } from '@/lib/server/runtime';
import { streamChanges } from '@/lib/server/stream-changes';

export const dynamic = 'force-dynamic';

/** `GET /api/changes`: server-sent events, one whenever the cluster's objects changed. */
export function GET(request: Request): Response {
  return streamChanges(getRuntime().changes, request.signal);
}
