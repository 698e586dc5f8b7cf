import type { DataColumn } from '@/components/ui/data-column';
import type { WhatIfRow } from '@/lib/client/what-if-rows';
import { ChangeMark } from './change-mark';
import { LineLink } from './line-link';
import classes from './what-if.module.css';

/** `onLine` shows a line of the text. */
export function whatIfColumns(onLine: (line: number) => void): readonly DataColumn<WhatIfRow>[] {
  return [
    {
      id: 'caller',
      header: 'Caller',
      width: 165,
      value: ({ caller }) => caller,
      title: ({ caller }) => caller,
    },
    {
      id: 'callee',
      header: 'Callee',
      width: 165,
      value: ({ callee }) => callee,
      title: ({ callee }) => callee,
    },
    {
      id: 'verdict',
      header: 'Verdict',
      width: 128,
      value: ({ rank }) => rank,
      cell: ({ verdict }) => <ChangeMark verdict={verdict} />,
    },
    {
      id: 'rate',
      header: 'Rate',
      width: 84,
      numeric: true,
      within: ({ unitRank }) => unitRank,
      value: ({ rate }) => rate,
      cell: ({ rateText }) => rateText,
    },
    {
      id: 'states',
      header: 'Today → after',
      width: 150,
      value: ({ transition }) => transition,
      cell: ({ today, after, transition }) =>
        today === after ? <span className={classes.dim}>{transition}</span> : transition,
      title: ({ today, after }) => `${today} → ${after}`,
    },
    {
      id: 'rule',
      header: 'Decided by, or missing',
      width: 220,
      value: ({ missing, rule }) => missing || rule || undefined,
      cell: ({ missing, rule, place, line }) =>
        missing === '' && rule === '' ? undefined : (
          <>
            {line === undefined ? null : <LineLink line={line} onLine={onLine} isInTable />}{' '}
            {missing === '' ? place : `missing: ${missing}`}
          </>
        ),
      title: ({ missing, rule }) =>
        [rule, missing && `missing: ${missing}`].filter(Boolean).join('; ') || undefined,
    },
  ];
}
