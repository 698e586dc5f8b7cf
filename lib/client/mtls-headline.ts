import type { MtlsAnswer } from '@/lib/contracts/mtls';
import { rateText } from './mtls-numbers';
import { listMtlsRows } from './mtls-rows';
import type { MtlsList } from './mtls-view';
import type { ModeKind } from './mtls-words';

const WORDS: readonly (readonly [kind: ModeKind, word: string, several: string])[] = [
  ['PERMISSIVE', 'PERMISSIVE', 'PERMISSIVE'],
  ['DISABLE', 'DISABLE', 'DISABLE'],
  ['MIXED', 'mixed', 'mixed'],
  ['NONE', 'without proxy', 'without proxy'],
  ['GATEWAY', 'gateway', 'gateways'],
  ['EMPTY', 'with nothing behind it', 'with nothing behind them'],
  ['UNKNOWN', 'unknown', 'unknown'],
];

/** `31 of 40 services STRICT, 6 PERMISSIVE, 3 without proxy`. */
export function countModes(answer: MtlsAnswer, list: MtlsList): string {
  const rows = listMtlsRows(answer, list);
  const count = (kind: ModeKind) => rows.filter((row) => row.modeKind === kind).length;
  const others = WORDS.flatMap(([kind, word, several]) => {
    const found = count(kind);
    return found === 0 ? [] : [`${found} ${found === 1 ? word : several}`];
  });
  const noun = rows.length === 1 ? list.slice(0, -1) : list;
  return [`${count('STRICT')} of ${rows.length} ${noun} STRICT`, ...others].join(', ');
}

/** `2.4 rps in plaintext`; what is not known is said to be so. Every arrival counts once. */
export function sumPlaintext({ namespaces, mesh }: MtlsAnswer): string {
  if (mesh.observed === undefined) return 'traffic is not known';
  const requests = namespaces.reduce((sum, { observed }) => sum + (observed?.plaintext ?? 0), 0);
  const bytes = namespaces.reduce((sum, { observed }) => sum + (observed?.bytes.plaintext ?? 0), 0);
  const text = rateText({ requests, bytes });
  return text === '' ? 'no plaintext seen' : `${text} in plaintext`;
}
