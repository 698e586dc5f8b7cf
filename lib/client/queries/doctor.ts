import { queryOptions } from '@tanstack/react-query';
import { doctorAnswerSchema } from '@/lib/contracts/doctor';
import { fetchJson } from '../fetch-json';

/** `GET /api/doctor`: why the graph is empty or odd. */
export function doctorQuery() {
  return queryOptions({
    queryKey: ['doctor'] as const,
    queryFn: ({ signal }) => fetchJson(doctorAnswerSchema, '/api/doctor', { signal }),
    refetchInterval: 30_000,
  });
}
