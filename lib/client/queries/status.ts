import { queryOptions } from '@tanstack/react-query';
import { statusAnswerSchema } from '@/lib/contracts/status';
import { fetchJson } from '../fetch-json';

/** `GET /api/status`: what is configured and what is reachable. */
export function statusQuery() {
  return queryOptions({
    queryKey: ['status'] as const,
    queryFn: ({ signal }) => fetchJson(statusAnswerSchema, '/api/status', { signal }),
    refetchInterval: 10_000,
  });
}
