import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { plaintextHistorySchema } from '@/lib/contracts/plaintext-history';
import { fetchJson } from '../fetch-json';
import { isWorthRetrying } from '../retry-policy';
import { printScope, type Scope } from './scope';

/** What is long past does not change, and one step of the answer is minutes. */
const FRESH_MS = 60_000;

/** `GET /api/mtls/plaintext`: when plaintext last arrived. Asked only where it is looked at. */
export function plaintextHistoryQuery(request: Scope, enabled: boolean) {
  return queryOptions({
    queryKey: ['mtls-plaintext', request.namespaces, request.at] as const,
    queryFn: ({ signal }) =>
      fetchJson(plaintextHistorySchema, `/api/mtls/plaintext?${printScope(request)}`, { signal }),
    enabled,
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
    retry: (count, error) => count < 2 && isWorthRetrying(error),
  });
}
