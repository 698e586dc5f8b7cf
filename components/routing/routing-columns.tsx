import type { DataColumn } from '@/components/ui/data-column';
import type { RoutingRow } from '@/lib/client/routing-rows';
import classes from './marks.module.css';
import { VerdictMark } from './verdict-mark';

export const routingColumns: readonly DataColumn<RoutingRow>[] = [
  { id: 'host', header: 'Host', width: 210, value: ({ host }) => host, title: ({ host }) => host },
  {
    id: 'verdict',
    header: 'Verdict',
    width: 168,
    value: ({ rank }) => rank,
    cell: ({ verdict }) => <VerdictMark verdict={verdict} />,
    title: ({ notes }) => notes || undefined,
  },
  {
    id: 'declared',
    header: 'Declared',
    width: 190,
    value: ({ declared }) => declared || undefined,
    title: ({ declared }) => declared,
  },
  {
    id: 'seen',
    header: 'Seen',
    width: 120,
    value: ({ seen }) => seen,
    cell: ({ seen }) => seen ?? <span className={classes.dim}>–</span>,
  },
  {
    id: 'source',
    header: 'Object',
    width: 210,
    value: ({ source }) => source,
    title: ({ source }) => source,
  },
  {
    id: 'seenBy',
    header: 'Followed by',
    width: 180,
    value: ({ seenBy }) => seenBy,
    title: ({ seenBy }) => seenBy,
  },
  { id: 'rules', header: 'Rules', width: 60, numeric: true, value: ({ rules }) => rules },
  {
    id: 'problems',
    header: 'Problems',
    width: 80,
    numeric: true,
    value: ({ problems }) => problems,
    cell: ({ problems }) =>
      problems === 0 ? (
        <span className={classes.dim}>–</span>
      ) : (
        <span className={classes.problems}>{problems}</span>
      ),
    title: ({ notes }) => notes || undefined,
  },
];
