import { queryOptions } from '@tanstack/react-query';
import { namespacesAnswerSchema } from '@/lib/contracts/namespaces';
import { fetchJson } from '../fetch-json';

/** `GET /api/namespaces`: what the namespace picker offers. */
export function namespacesQuery() {
  return queryOptions({
    queryKey: ['namespaces'] as const,
    queryFn: ({ signal }) => fetchJson(namespacesAnswerSchema, '/api/namespaces', { signal }),
    refetchInterval: 60_000,
  });
}
