import { spreadColumn } from './spread-column';

export interface Column {
  /** Node indexes from top to bottom. */
  members: number[];
  /** Least distance between two of them. */
  pitch: number;
}

export interface Links {
  before: readonly (readonly number[])[];
  after: readonly (readonly number[])[];
}

interface Bounds {
  low: number;
  high: number;
}

/**
 * Orders each column by where its neighbours stand, sweeping right then left, and gives `y` (changed in place):
 * the barycentre heuristic against crossings, with real distances instead of ranks.
 */
export function orderColumns(columns: readonly Column[], links: Links, y: number[], bounds?: Bounds): void {
  const leftwards = columns.toReversed();
  for (let sweep = 0; sweep < 4; sweep += 1) {
    for (const column of columns) orderColumn(column, links.before, y, bounds);
    for (const column of leftwards) orderColumn(column, links.after, y, bounds);
  }
}

function orderColumn(column: Column, neighbours: Links['before'], y: number[], bounds?: Bounds): void {
  const ranked = column.members.map((node, rank) => ({
    node,
    rank,
    wish: mean(neighbours[node], y) ?? y[node] ?? 0,
  }));
  ranked.sort((a, b) => a.wish - b.wish || a.rank - b.rank);
  column.members = ranked.map(({ node }) => node);
  place(
    column,
    ranked.map(({ wish }) => wish),
    y,
    bounds,
  );
}

/** Keeps the order and draws every node to the middle of its neighbours: chains become straight. Changes `y`. */
export function straightenColumns(
  columns: readonly Column[],
  links: Links,
  y: number[],
  bounds?: Bounds,
): void {
  const wish = (node: number) => {
    const callers = mean(links.before[node], y);
    const called = mean(links.after[node], y);
    if (callers === undefined || called === undefined) return callers ?? called ?? y[node] ?? 0;
    return (callers + called) / 2;
  };
  const leftwards = columns.toReversed();
  for (let sweep = 0; sweep < 8; sweep += 1) {
    for (const column of columns) place(column, column.members.map(wish), y, bounds);
    for (const column of leftwards) place(column, column.members.map(wish), y, bounds);
  }
}

function place(column: Column, wished: readonly number[], y: number[], bounds?: Bounds): void {
  const spread = spreadColumn(wished, column.pitch, bounds);
  column.members.forEach((node, index) => (y[node] = spread[index] ?? 0));
}

function mean(of: readonly number[] | undefined, y: readonly number[]): number | undefined {
  if (!of || of.length === 0) return undefined;
  return of.reduce((sum, node) => sum + (y[node] ?? 0), 0) / of.length;
}
