import type { DataColumn } from '@/components/ui/data-column';
import type { PermissionRow, PolicyRow } from '@/lib/client/policy-rows';
import { CoverageMark, UseMark } from './policy-marks';
import classes from './policy.module.css';

export const policyColumns: readonly DataColumn<PolicyRow>[] = [
  { id: 'name', header: 'Name', width: 170, value: ({ name }) => name, title: ({ name }) => name },
  { id: 'namespace', header: 'Namespace', width: 120, value: ({ namespace }) => namespace },
  {
    id: 'coverage',
    header: 'Coverage',
    width: 140,
    value: ({ rank }) => rank,
    cell: ({ coverage }) => <CoverageMark coverage={coverage} />,
    title: ({ reason }) => reason,
  },
  {
    id: 'policies',
    header: 'Policies, in order',
    width: 300,
    value: ({ policies }) => policies || undefined,
    title: ({ policies }) => policies || undefined,
  },
  { id: 'proxy', header: 'Proxy', width: 90, value: ({ proxy }) => proxy },
  {
    id: 'callers',
    header: 'Callers',
    width: 80,
    numeric: true,
    value: ({ callers }) => callers,
    cell: ({ callers }) => callers ?? 'unknown',
  },
  {
    id: 'refused',
    header: 'Refused',
    width: 80,
    numeric: true,
    value: ({ refused }) => refused,
    cell: ({ refused }) =>
      refused === undefined ? (
        'unknown'
      ) : (
        <span className={refused > 0 ? classes.bad : undefined}>{refused}</span>
      ),
  },
  {
    id: 'findings',
    header: 'Findings',
    width: 130,
    value: ({ problems, workload }) => problems * 1_000 + workload.findings.length,
    cell: (row) => <Findings row={row} />,
    title: ({ notes }) => notes || undefined,
  },
];

function Findings({ row: { problems, workload } }: { row: PolicyRow }) {
  const others = workload.findings.length - problems;
  if (problems + others === 0) return <span className={classes.dim}>–</span>;
  return (
    <>
      {problems > 0 ? (
        <span className={classes.bad}>
          {problems} {problems === 1 ? 'problem' : 'problems'}
        </span>
      ) : null}
      {problems > 0 && others > 0 ? ', ' : null}
      {others > 0 ? `${others} ${others === 1 ? 'note' : 'notes'}` : null}
    </>
  );
}

export const permissionColumns: readonly DataColumn<PermissionRow>[] = [
  {
    id: 'name',
    header: 'ALLOW policy and rule',
    width: 300,
    value: ({ name }) => name,
    title: ({ name }) => name,
  },
  {
    id: 'use',
    header: 'Use',
    width: 190,
    value: ({ rank }) => rank,
    cell: ({ use }) => <UseMark use={use} />,
    title: ({ missing }) => (missing === '' ? undefined : `Not known: ${missing}`),
  },
  { id: 'says', header: 'Lets in', width: 360, value: ({ says }) => says, title: ({ says }) => says },
  {
    id: 'unused',
    header: 'Named for nothing',
    width: 220,
    value: ({ unusedCount }) => unusedCount,
    cell: ({ unused }) => unused || <span className={classes.dim}>–</span>,
    title: ({ unused }) => unused || undefined,
  },
  { id: 'edges', header: 'Edges', width: 80, numeric: true, value: ({ edges }) => edges },
];
