import { queryOptions } from '@tanstack/react-query';
import { whatIfObjectSchema } from '@/lib/contracts/what-if-object';
import type { ObjectReference } from '@/lib/contracts/what-if-kinds';
import { fetchJson } from '../fetch-json';

/** `GET /api/what-if/object`: an object's YAML to begin with, asked once. */
export function whatIfObjectQuery(reference: ObjectReference | null) {
  const search = new URLSearchParams({ ...reference });
  return queryOptions({
    queryKey: ['what-if-object', search.toString()] as const,
    queryFn: ({ signal }) => fetchJson(whatIfObjectSchema, `/api/what-if/object?${search}`, { signal }),
    enabled: reference !== null,
    refetchOnWindowFocus: false,
    retry: false,
    // Somebody comes here to see what is declared now.
    gcTime: 0,
  });
}
