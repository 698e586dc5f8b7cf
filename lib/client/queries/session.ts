import { queryOptions } from '@tanstack/react-query';
import { sessionAnswerSchema } from '@/lib/contracts/session';
import { fetchJson } from '../fetch-json';

/** `GET /api/session`: who is signed in, or how to sign in. */
export function sessionQuery() {
  return queryOptions({
    queryKey: ['session'] as const,
    queryFn: ({ signal }) => fetchJson(sessionAnswerSchema, '/api/session', { signal }),
    staleTime: 60_000,
  });
}
