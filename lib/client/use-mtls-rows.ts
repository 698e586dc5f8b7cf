import { useMemo } from 'react';
import type { MtlsAnswer } from '@/lib/contracts/mtls';
import { filterMtlsRows, listMtlsRows, type MtlsFilters, type MtlsRow } from './mtls-rows';
import type { MtlsList } from './mtls-view';

/** The rows that are asked for, and how many there are without filters. */
export function useMtlsRows(
  answer: MtlsAnswer | undefined,
  { list, q, mode, seen, finding, strict }: MtlsFilters & { readonly list: MtlsList },
): { readonly kept: readonly MtlsRow[]; readonly total: number } {
  const all = useMemo(() => (answer === undefined ? [] : listMtlsRows(answer, list)), [answer, list]);
  const kept = useMemo(
    () => filterMtlsRows(all, { q, mode, seen, finding, strict }),
    [all, q, mode, seen, finding, strict],
  );
  return { kept, total: all.length };
}
