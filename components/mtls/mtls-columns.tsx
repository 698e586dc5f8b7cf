import type { DataColumn } from '@/components/ui/data-column';
import type { MtlsRow } from '@/lib/client/mtls-rows';
import { makeVisible } from '@/lib/client/visible-text';
import classes from './marks.module.css';
import { ModeMark } from './mode-mark';
import { ReadinessMark } from './readiness-mark';
import { SeenShares } from './seen-shares';

type TextField = 'name' | 'namespace' | 'decidedBy' | 'ports' | 'callers';

/** Texts that are empty come last when they are sorted. */
function text(id: TextField, header: string, width: number): DataColumn<MtlsRow> {
  const value = (row: MtlsRow) => row[id] || undefined;
  return { id, header, width, value, title: value };
}

export const mtlsColumns: readonly DataColumn<MtlsRow>[] = [
  text('name', 'Name', 170),
  text('namespace', 'Namespace', 110),
  {
    id: 'mode',
    header: 'Mode',
    width: 125,
    value: ({ modeWord }) => modeWord,
    cell: ({ modeKind }) => <ModeMark kind={modeKind} />,
  },
  { ...text('decidedBy', 'Decided by', 180), title: ({ reason }) => reason },
  {
    id: 'seen',
    header: 'Seen: plaintext',
    width: 262,
    value: ({ plaintext }) => plaintext,
    cell: ({ entry }) => <SeenShares seen={entry.observed} />,
    title: ({ entry }) =>
      entry.observed?.reason === undefined ? undefined : makeVisible(entry.observed.reason),
  },
  {
    id: 'strict',
    header: 'Can be STRICT',
    width: 125,
    value: ({ strict }) => strict,
    cell: ({ verdict, isStrict }) => <ReadinessMark verdict={verdict} isStrict={isStrict} />,
    title: ({ entry: { readiness } }) => {
      const why = readiness.blockers[0]?.reason ?? readiness.unknowns[0];
      return why === undefined ? undefined : makeVisible(why);
    },
  },
  text('callers', 'Callers', 175),
  text('ports', 'Ports', 110),
  {
    id: 'findings',
    header: 'Findings',
    width: 110,
    value: ({ problems, entry }) => problems * 1_000 + entry.contradictions.length,
    cell: (row) => <Findings row={row} />,
    title: ({ notes }) => notes || undefined,
  },
];

function Findings({ row: { problems, entry } }: { row: MtlsRow }) {
  const others = entry.contradictions.length - problems;
  if (problems + others === 0) return <span className={classes.dim}>–</span>;
  return (
    <>
      {problems > 0 ? (
        <span className={classes.problems}>
          {problems} {problems === 1 ? 'problem' : 'problems'}
        </span>
      ) : null}
      {problems > 0 && others > 0 ? ', ' : null}
      {others > 0 ? `${others} ${others === 1 ? 'note' : 'notes'}` : null}
    </>
  );
}
