import type { RoutedHost, RoutingAnswer, SplitVerdict } from '@/lib/contracts/routing';
import { declaredText, leadingRule, seenText, splitOrder, splitWords } from './routing-words';
import { makeVisible } from './visible-text';

/** One routed host as the table shows it. Texts are safe to show. */
export interface RoutingRow {
  readonly id: string;
  readonly host: string;
  readonly verdict: SplitVerdict;
  readonly verdictWord: string;
  /** 0 needs a person first. */
  readonly rank: number;
  readonly declared: string;
  readonly seen: string | undefined;
  readonly kind: string;
  /** `VirtualService shop/cart`. */
  readonly source: string;
  readonly seenBy: string;
  readonly rules: number;
  /** Requests that the leading rule's verdict rests on. */
  readonly requests: number | undefined;
  readonly problems: number;
  /** What is wrong, in sentences. */
  readonly notes: string;
  readonly route: RoutedHost;
}

export interface RoutingFilters {
  readonly q: string;
  readonly kind: string | null;
  readonly verdict: SplitVerdict | null;
}

/** The routes of an answer; those that need a person first, then by host. */
export function listRoutingRows({ routes }: RoutingAnswer): RoutingRow[] {
  return routes.map(toRow).sort((a, b) => a.rank - b.rank || compare(a.host, b.host) || compare(a.id, b.id));
}

function toRow(route: RoutedHost): RoutingRow {
  const { id, host, verdict, source, viewpoint, rules, problems, reasons } = route;
  const leading = leadingRule(route);
  return {
    id,
    host: makeVisible(host),
    verdict,
    verdictWord: splitWords[verdict],
    rank: splitOrder.indexOf(verdict),
    declared: leading === undefined ? '' : declaredText(leading),
    seen: leading === undefined ? undefined : seenText(leading),
    kind: source.kind,
    source: makeVisible(`${source.kind} ${source.namespace}/${source.name}`),
    seenBy: makeVisible(viewpoint.text),
    rules: rules.length,
    requests: leading?.requests ?? undefined,
    problems: problems.length,
    notes: [...reasons, ...problems.map(({ message }) => message)].map(makeVisible).join(' '),
    route,
  };
}

/** Rows that hold all of these words, in any column, and are of the kind and verdict asked for. */
export function filterRoutingRows(rows: readonly RoutingRow[], filters: RoutingFilters): RoutingRow[] {
  const words = filters.q.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(
    (row) =>
      (filters.kind === null || row.kind === filters.kind) &&
      (filters.verdict === null || row.verdict === filters.verdict) &&
      hasWords(row, words),
  );
}

function hasWords(row: RoutingRow, words: readonly string[]): boolean {
  const { host, verdictWord, declared, source, seenBy, notes } = row;
  const searched = [host, verdictWord, declared, source, seenBy, notes].join(' ').toLowerCase();
  return words.every((word) => searched.includes(word));
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
