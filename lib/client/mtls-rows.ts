import type { Decider, MtlsAnswer, MtlsMode } from '@/lib/contracts/mtls';
import { formatRate, formatShare } from './format-numbers';
import { makeVisible } from './visible-text';

/** One service as the table of mTLS shows it. */
export interface MtlsRow {
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
  readonly mode: MtlsMode;
  readonly decidedBy: string;
  readonly ports: string;
  readonly observed: string;
  /** Plaintext requests per second that were seen. */
  readonly plaintext: number;
  readonly problems: number;
  /** What is contradictory, in sentences. */
  readonly notes: string;
}

/** The services of a mesh, by namespace and name. */
export function listMtlsRows({ services }: MtlsAnswer): MtlsRow[] {
  return services.map((service) => ({
    id: [service.cluster ?? '', service.namespace, service.name].join('/'),
    name: makeVisible(service.name),
    namespace: makeVisible(service.namespace),
    mode: service.mode,
    decidedBy: nameDecider(service.decidedBy),
    ports: service.ports.map(({ port, targetPort, mode }) => `${port ?? targetPort} ${mode}`).join(', '),
    observed: describeObserved(service.observed),
    plaintext: service.observed?.plaintext ?? 0,
    problems: service.contradictions.filter(({ weight }) => weight === 'problem').length,
    notes: service.contradictions.map(({ message }) => makeVisible(message)).join(' '),
  }));
}

/** `31 of 40 services STRICT, 6 PERMISSIVE, 3 without proxy; 2.4 rps in plaintext`. */
export function mtlsHeadline(rows: readonly MtlsRow[]): string {
  const count = (mode: MtlsMode) => rows.filter((row) => row.mode === mode).length;
  const plaintext = rows.reduce((sum, row) => sum + row.plaintext, 0);
  const parts = [
    `${count('STRICT')} of ${rows.length} services STRICT`,
    ...(['PERMISSIVE', 'DISABLE', 'MIXED', 'UNKNOWN'] as const).flatMap((mode) =>
      count(mode) > 0 ? [`${count(mode)} ${mode}`] : [],
    ),
    ...(count('NONE') > 0 ? [`${count('NONE')} that no policy governs`] : []),
  ].join(', ');
  return `${parts}; ${plaintext > 0 ? formatRate(plaintext) : 'nothing seen'} in plaintext`;
}

/** Rows that hold all of these words, in any column. */
export function filterMtlsRows(rows: readonly MtlsRow[], text: string): MtlsRow[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    const all = [row.name, row.namespace, row.mode, row.decidedBy, row.ports, row.observed, row.notes];
    const searched = all.join(' ').toLowerCase();
    return words.every((word) => searched.includes(word));
  });
}

function nameDecider({ kind, namespace, name, reason }: Decider): string {
  if (name === undefined) return makeVisible(reason);
  return makeVisible(`${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`);
}

function describeObserved(observed: MtlsAnswer['services'][number]['observed']): string {
  if (observed === undefined) return 'unknown';
  switch (observed.state) {
    case 'mutual':
      return 'all mutual TLS';
    case 'partly':
      return `${formatShare(observed.mutualShare ?? 0)} mutual TLS`;
    case 'plaintext':
      return 'all plaintext';
    case 'silent':
      return 'no traffic';
    default:
      return observed.reason === undefined ? 'unknown' : `unknown: ${makeVisible(observed.reason)}`;
  }
}
