import type { DataColumn } from '@/components/ui/data-column';
import type { MtlsRow } from '@/lib/client/mtls-rows';
import type { MtlsMode } from '@/lib/contracts/mtls';
import classes from './mtls-screen.module.css';

/** A sign beside the word: nobody has to tell colours apart. */
const SIGNS: Readonly<Record<MtlsMode, string>> = {
  STRICT: '■',
  PERMISSIVE: '◧',
  DISABLE: '□',
  MIXED: '▦',
  NONE: '–',
  UNKNOWN: '?',
};

const text = (id: keyof MtlsRow & string, header: string, width: number): DataColumn<MtlsRow> => ({
  id,
  header,
  width,
  value: (row) => row[id],
  title: (row) => String(row[id]),
});

export const mtlsColumns: readonly DataColumn<MtlsRow>[] = [
  text('name', 'Service', 190),
  text('namespace', 'Namespace', 120),
  {
    ...text('mode', 'Mode', 130),
    cell: ({ mode }) => (
      <span className={classes.mode} data-mode={mode}>
        <span aria-hidden="true">{SIGNS[mode]} </span>
        {mode}
      </span>
    ),
  },
  text('decidedBy', 'Decided by', 270),
  text('ports', 'Ports', 180),
  text('observed', 'Observed', 200),
  text('notes', 'To be known', 320),
];
