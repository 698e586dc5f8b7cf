import type { ObservedPoliciesAnswer, ObservedPolicyEdge } from '@/lib/contracts/observed-policies';
import type { MatrixOrder, Unfolded } from './policy-view';
import { makeVisible } from './visible-text';

/** A row or column of the matrix: a workload, or a namespace with all of its workloads. */
export interface MatrixLine {
  /** Stands for it in addresses. */
  readonly key: string;
  readonly namespaceKey: string;
  /** Safe to show. */
  readonly namespace: string;
  /** Of the workload; undefined for a folded namespace. */
  readonly name: string | undefined;
}

/** What is told of a cell first, the gravest first. */
export const cellKinds = [
  'contradiction',
  'denied',
  'mixed',
  'undecidable',
  'open',
  'outside',
  'allowed',
  'silent',
] as const;
export type CellKind = (typeof cellKinds)[number];

export interface MatrixCell {
  readonly row: MatrixLine;
  readonly column: MatrixLine;
  readonly kind: CellKind;
  /** How many edges are of each kind, in the order of kinds. */
  readonly counts: readonly { readonly kind: CellKind; readonly count: number }[];
  readonly edges: readonly ObservedPolicyEdge[];
}

export interface PolicyMatrix {
  readonly rows: readonly MatrixLine[];
  readonly columns: readonly MatrixLine[];
  /** Callers and callees that are beyond what is drawn. */
  readonly hidden: { readonly rows: number; readonly columns: number };
  cellAt(row: MatrixLine, column: MatrixLine): MatrixCell | undefined;
  readonly cells: readonly MatrixCell[];
  /** All namespaces that there are, with whether they are unfolded. */
  readonly namespaces: readonly {
    readonly key: string;
    readonly name: string;
    readonly isUnfolded: boolean;
  }[];
}

/** More than these are not drawn: nobody reads them, and browsers draw each cell. */
export const MOST_ROWS = 120;
export const MOST_COLUMNS = 60;
/** Up to so many callers or callees all are shown without being asked for. */
const SHOWN_WHOLE = 40;
const UNKNOWN = 'unknown';

export function kindOf({ declared, observed, agreement, guard, target }: ObservedPolicyEdge): CellKind {
  if (target.kind === 'external') return 'outside';
  if (agreement === 'passesThoughDenied' || agreement === 'refusedThoughAllowed') return 'contradiction';
  if (declared.verdict === 'denied' || declared.verdict === 'mixed' || declared.verdict === 'undecidable')
    return declared.verdict;
  if (observed.state === 'silent') return 'silent';
  return guard === 'unguarded' ? 'open' : 'allowed';
}

interface MatrixQuestion {
  readonly order: MatrixOrder;
  /** Null leaves it to how many there are. */
  readonly unfold: Unfolded | null;
}

/** Who called whom, as a table of callers and callees, both folded by the same namespaces. */
export function buildPolicyMatrix(
  edges: readonly ObservedPolicyEdge[],
  { order, unfold }: MatrixQuestion,
  cluster?: string,
): PolicyMatrix {
  const isUnfolded = chooseUnfolded(edges, unfold, cluster);
  const cells = new Map<string, { row: MatrixLine; column: MatrixLine; edges: ObservedPolicyEdge[] }>();
  const namespaces = new Map<string, string>();
  for (const edge of edges) {
    const [row, column] = [edge.source, edge.target].map((end) => lineOf(end, isUnfolded, cluster));
    if (row === undefined || column === undefined) continue;
    for (const { namespaceKey, namespace } of [row, column]) namespaces.set(namespaceKey, namespace);
    const key = `${row.key}>${column.key}`;
    const known = cells.get(key);
    if (known === undefined) cells.set(key, { row, column, edges: [edge] });
    else known.edges.push(edge);
  }
  const made = new Map([...cells].map(([key, cell]) => [key, { ...cell, ...countKinds(cell.edges) }]));
  const all = [...made.values()];
  const rows = sortLines(all, ({ row }) => row, order);
  const columns = sortLines(all, ({ column }) => column, order);
  return {
    rows: rows.slice(0, MOST_ROWS),
    columns: columns.slice(0, MOST_COLUMNS),
    hidden: {
      rows: Math.max(0, rows.length - MOST_ROWS),
      columns: Math.max(0, columns.length - MOST_COLUMNS),
    },
    cellAt: (row, column) => made.get(`${row.key}>${column.key}`),
    cells: all,
    namespaces: [...namespaces]
      .map(([key, name]) => ({ key, name, isUnfolded: isUnfolded(key) }))
      .toSorted((a, b) => compare(a.name, b.name)),
  };
}

/** The edges between a caller and a callee, each a workload or a namespace; by what they need first. */
export function findPair(
  { edges, cluster }: Pick<ObservedPoliciesAnswer, 'edges' | 'cluster'>,
  { caller, callee }: { readonly caller: string; readonly callee: string },
): ObservedPolicyEdge[] {
  const has = (end: ObservedPolicyEdge['source'], key: string) => {
    const { key: own, namespaceKey } = lineOf(end, () => true, cluster);
    return own === key || namespaceKey === key;
  };
  return edges
    .filter(({ source, target }) => has(source, caller) && has(target, callee))
    .toSorted((a, b) => cellKinds.indexOf(kindOf(a)) - cellKinds.indexOf(kindOf(b)) || b.rate - a.rate);
}

/** The key of an end's own line, which a link to a pair of workloads needs. */
export function keyOfEnd(end: ObservedPolicyEdge['source'], cluster?: string): string {
  return lineOf(end, () => true, cluster).key;
}

function lineOf(
  { namespace, name, cluster: place }: ObservedPolicyEdge['source'],
  isUnfolded: (namespaceKey: string) => boolean,
  cluster: string | undefined,
): MatrixLine {
  const isForeign = cluster !== undefined && place !== undefined && place !== cluster;
  const text = `${namespace ?? UNKNOWN}${isForeign ? ` in ${place}` : ''}`;
  // A key in brackets is no name that anything can have.
  const namespaceKey = namespace === undefined ? '(unknown)' : encodeURIComponent(text.toWellFormed());
  const line = { namespaceKey, namespace: makeVisible(text) };
  if (!isUnfolded(namespaceKey)) return { ...line, key: namespaceKey, name: undefined };
  const own = name === undefined ? '(unknown)' : encodeURIComponent(name.toWellFormed());
  return { ...line, key: `${namespaceKey}/${own}`, name: makeVisible(name ?? UNKNOWN) };
}

function chooseUnfolded(
  edges: readonly ObservedPolicyEdge[],
  unfold: Unfolded | null,
  cluster: string | undefined,
): (namespaceKey: string) => boolean {
  if (unfold === 'all') return () => true;
  if (unfold !== null) return (key) => unfold.includes(key);
  const count = (end: 'source' | 'target') =>
    new Set(edges.map((edge) => lineOf(edge[end], () => true, cluster).key)).size;
  const isSmall = count('source') <= SHOWN_WHOLE && count('target') <= SHOWN_WHOLE;
  return () => isSmall;
}

function countKinds(edges: readonly ObservedPolicyEdge[]): Pick<MatrixCell, 'kind' | 'counts'> {
  const kinds = edges.map(kindOf);
  const counts = cellKinds.flatMap((kind) => {
    const count = kinds.filter((one) => one === kind).length;
    return count === 0 ? [] : [{ kind, count }];
  });
  return { kind: counts[0]?.kind ?? 'silent', counts };
}

function sortLines(
  cells: readonly MatrixCell[],
  lineIn: (cell: MatrixCell) => MatrixLine,
  order: MatrixOrder,
): MatrixLine[] {
  const lines = new Map<string, { line: MatrixLine; calls: number; rank: number }>();
  for (const cell of cells) {
    const line = lineIn(cell);
    const known = lines.get(line.key) ?? { line, calls: 0, rank: cellKinds.length };
    known.calls += cell.edges.length;
    known.rank = Math.min(known.rank, cellKinds.indexOf(cell.kind));
    lines.set(line.key, known);
  }
  const byName = (a: MatrixLine, b: MatrixLine) =>
    compare(a.namespace, b.namespace) || compare(a.name ?? '', b.name ?? '') || compare(a.key, b.key);
  return [...lines.values()]
    .toSorted((a, b) => {
      if (order === 'findings') return a.rank - b.rank || byName(a.line, b.line);
      return order === 'calls' ? b.calls - a.calls || byName(a.line, b.line) : byName(a.line, b.line);
    })
    .map(({ line }) => line);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
