import type { MtlsMode } from '@/lib/contracts/declared-security';
import type {
  Decider,
  MtlsAnswer,
  MtlsPort,
  ObservedSecurity,
  ObservedState,
  Readiness,
  ServicePosture,
  WorkloadPosture,
} from '@/lib/contracts/mtls';
import { callerName, sharesText } from './mtls-numbers';
import { modeKind, type ModeKind, modeWords, readinessText } from './mtls-words';
import type { findingChoices, MtlsList } from './mtls-view';
import { makeVisible } from './visible-text';

/** One service or workload as the table of mTLS shows it. Texts are safe to show. */
export interface MtlsRow {
  /** As an address opens it: `service:shop/cart`. */
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
  readonly mode: MtlsMode;
  readonly modeKind: ModeKind;
  readonly modeWord: string;
  readonly decidedBy: string;
  /** Why, in a sentence. */
  readonly reason: string;
  readonly ports: string;
  readonly observed: string;
  readonly state: ObservedState | undefined;
  /** Plaintext requests per second that were seen; undefined where traffic is not known. */
  readonly plaintext: number | undefined;
  readonly callers: string;
  readonly strict: string;
  readonly verdict: Readiness['verdict'];
  readonly isStrict: boolean;
  readonly problems: number;
  /** What is contradictory, in sentences. */
  readonly notes: string;
  readonly entry: ServicePosture | WorkloadPosture;
}

export interface MtlsFilters {
  readonly q: string;
  readonly mode: MtlsMode | null;
  readonly seen: ObservedState | null;
  readonly finding: (typeof findingChoices)[number] | null;
  readonly strict: Readiness['verdict'] | null;
}

export const NO_MTLS_FILTERS: MtlsFilters = { q: '', mode: null, seen: null, finding: null, strict: null };

/** The services or workloads of a mesh, by namespace and name. */
export function listMtlsRows({ services, workloads }: MtlsAnswer, list: MtlsList): MtlsRow[] {
  return list === 'services'
    ? services.map((entry) => toRow('service', entry, modeKind(entry)))
    : workloads.map((entry) => toRow('workload', entry, modeKind({ mode: entry.mode, proxy: entry.proxy })));
}

function toRow(kind: 'service' | 'workload', entry: MtlsRow['entry'], shown: ModeKind): MtlsRow {
  const { namespace, name, mode, decidedBy, ports, observed, readiness, contradictions } = entry;
  return {
    id: `${kind}:${namespace}/${name}`,
    name: makeVisible(name),
    namespace: makeVisible(namespace),
    mode,
    modeKind: shown,
    modeWord: modeWords[shown],
    decidedBy: nameDecider(decidedBy, shown),
    reason: makeVisible(decidedBy.reason),
    ports: listPorts(ports),
    observed: observed === undefined ? 'not known' : sharesText(observed),
    state: observed?.state,
    plaintext: observed?.plaintext,
    callers: listCallers(observed),
    strict: readinessText(readiness),
    verdict: readiness.verdict,
    isStrict: readiness.isStrict,
    problems: contradictions.filter(({ weight }) => weight === 'problem').length,
    notes: contradictions.map(({ message }) => makeVisible(message)).join(' '),
    entry,
  };
}

/** Numbers alone where all ports are alike: the mode stands beside them. */
function listPorts(ports: readonly MtlsPort[]): string {
  const differ = new Set(ports.map(({ mode }) => mode)).size > 1;
  return ports
    .map(({ port, targetPort, mode }) => `${port ?? targetPort}${differ ? ` ${mode}` : ''}`)
    .join(', ');
}

/** Those without a name first: they are who to look for. */
function listCallers(observed: ObservedSecurity | undefined): string {
  const callers = observed?.callers ?? [];
  const [unnamed, named] = [
    callers.filter(({ name }) => name === undefined),
    callers.filter(({ name }) => name !== undefined),
  ];
  return [...unnamed, ...named].map((caller) => makeVisible(callerName(caller))).join(', ');
}

function nameDecider({ kind, namespace, name }: Decider, shown: ModeKind): string {
  if (name !== undefined) return makeVisible(`${namespace ?? ''}/${name}`);
  if (kind === 'Several') return 'several';
  if (kind === 'IstioDefault') return "Istio's default";
  return shown === 'STRICT' ? 'its being a waypoint' : 'no policy';
}

/** Rows that a person asked for: those of these kinds that hold all of these words, in any column. */
export function filterMtlsRows(rows: readonly MtlsRow[], filters: MtlsFilters): MtlsRow[] {
  const words = filters.q.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(
    (row) =>
      (filters.mode === null || row.mode === filters.mode) &&
      (filters.seen === null || row.state === filters.seen) &&
      (filters.strict === null || row.verdict === filters.strict) &&
      (filters.finding === null || hasFinding(row, filters.finding)) &&
      hasWords(row, words),
  );
}

function hasFinding({ entry }: MtlsRow, wanted: NonNullable<MtlsFilters['finding']>): boolean {
  return entry.contradictions.some(({ weight }) => wanted === 'any' || weight === wanted);
}

function hasWords(row: MtlsRow, words: readonly string[]): boolean {
  const { name, namespace, mode, modeWord, decidedBy, ports, observed, callers, strict, notes } = row;
  const all = [`${namespace}/${name}`, mode, modeWord, decidedBy, ports, observed, callers, strict, notes];
  const searched = all.join(' ').toLowerCase();
  return words.every((word) => searched.includes(word));
}
