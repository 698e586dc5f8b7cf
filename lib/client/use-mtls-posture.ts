import { useQuery } from '@tanstack/react-query';
import type { MtlsAnswer } from '@/lib/contracts/mtls';
import { mtlsQuery } from './queries/mtls';
import type { Scope } from './queries/scope';
import type { RefreshChoice } from './refresh-pace';
import { useKeptAnswer, type KeptAnswer } from './use-kept-answer';

export type MtlsPosture = KeptAnswer<MtlsAnswer>;

/** Mutual TLS of a scope, kept fresh, with the last answer while something fails. */
export function useMtlsPosture(scope: Scope, refresh: RefreshChoice): MtlsPosture {
  const enabled = scope.namespaces === 'all' || scope.namespaces.length > 0;
  return useKeptAnswer(useQuery(mtlsQuery(scope, { refresh, enabled })), enabled);
}
