import { queryOptions } from '@tanstack/react-query';
import { mtlsAnswerSchema } from '@/lib/contracts/mtls';
import { fetchJson } from '../fetch-json';

/** `GET /api/mtls`: the posture of the whole mesh over the last five minutes. */
export function mtlsQuery() {
  return queryOptions({
    queryKey: ['mtls'] as const,
    queryFn: ({ signal }) => fetchJson(mtlsAnswerSchema, '/api/mtls', { signal }),
    refetchInterval: 15_000,
  });
}
