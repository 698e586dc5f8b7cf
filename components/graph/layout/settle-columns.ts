import { rowGap, rowPitch } from './node-size';
import { spreadColumn, type Reach } from './spread-column';

export interface Column {
  /** Unit indexes from top to bottom. */
  members: number[];
  /** A crowded column is drawn as several side by side; its members take turns. */
  lanes: number;
}

export interface Links {
  before: readonly (readonly number[])[];
  after: readonly (readonly number[])[];
}

interface Bounds {
  low: number;
  high: number;
}

/** Height of every unit, changed in place while columns settle. */
export interface Heights {
  y: number[];
  /** How far each unit reaches from its centre. */
  reaches: readonly Reach[];
  /** Upper and lower edge that nothing may cross. */
  bounds?: Bounds;
}

/**
 * Orders each column by where its neighbours stand, sweeping right then left, and gives heights:
 * the barycentre heuristic against crossings, with real distances instead of ranks.
 */
export function orderColumns(columns: readonly Column[], links: Links, heights: Heights): void {
  const leftwards = columns.toReversed();
  for (let sweep = 0; sweep < 4; sweep += 1) {
    for (const column of columns) orderColumn(column, links.before, heights);
    for (const column of leftwards) orderColumn(column, links.after, heights);
  }
}

function orderColumn(column: Column, neighbours: Links['before'], heights: Heights): void {
  const { y } = heights;
  const ranked = column.members.map((unit, rank) => ({
    unit,
    rank,
    wish: mean(neighbours[unit], y) ?? y[unit] ?? 0,
  }));
  ranked.sort((a, b) => a.wish - b.wish || a.rank - b.rank);
  column.members = ranked.map(({ unit }) => unit);
  place(
    column,
    ranked.map(({ wish }) => wish),
    heights,
  );
}

/** Piles each column up around height 0, in the order it has. */
export function pileColumns(columns: readonly Column[], heights: Heights): void {
  for (const column of columns) place(column, [], heights);
}

/** Keeps the order and draws every unit to the middle of its neighbours: chains become straight. */
export function straightenColumns(columns: readonly Column[], links: Links, heights: Heights): void {
  const { y } = heights;
  const wish = (unit: number) => {
    const callers = mean(links.before[unit], y);
    const called = mean(links.after[unit], y);
    if (callers === undefined || called === undefined) return callers ?? called ?? y[unit] ?? 0;
    return (callers + called) / 2;
  };
  const leftwards = columns.toReversed();
  for (let sweep = 0; sweep < mostSweeps; sweep += 1) {
    let moved = 0;
    for (const column of columns) moved = Math.max(moved, place(column, column.members.map(wish), heights));
    for (const column of leftwards) moved = Math.max(moved, place(column, column.members.map(wish), heights));
    if (moved < settled) break;
  }
}

/** Columns are straightened no longer once nothing moves by as many pixels. */
const settled = 1;
const mostSweeps = 8;

/**
 * Spreads every lane by itself, each a bit lower than the one before, so that edges reach between its neighbours. Answers
 * how far whoever moved farthest.
 */
function place(
  { members, lanes }: Column,
  wished: readonly number[],
  { y, reaches, bounds }: Heights,
): number {
  let moved = 0;
  for (let lane = 0; lane < lanes; lane += 1) {
    const lower = (lane / lanes - (lanes - 1) / (2 * lanes)) * rowPitch;
    let count = 0;
    for (let index = lane; index < members.length; index += lanes) {
      const item = reaches[members[index] ?? -1];
      if (!item) continue;
      laneItems[count] = item;
      laneWishes[count] = (wished[index] ?? 0) + lower;
      count += 1;
    }
    const spread = spreadColumn(laneItems, laneWishes, count, rowGap, bounds);
    for (let index = lane, row = 0; index < members.length; index += lanes, row += 1) {
      const unit = members[index];
      if (unit === undefined) continue;
      const at = spread[row] ?? 0;
      moved = Math.max(moved, Math.abs(at - (y[unit] ?? 0)));
      y[unit] = at;
    }
  }
  return moved;
}

/** The lane that is placed just now, from top to bottom. */
const laneItems: Reach[] = [];
const laneWishes: number[] = [];

function mean(of: readonly number[] | undefined, y: readonly number[]): number | undefined {
  if (!of || of.length === 0) return undefined;
  let sum = 0;
  for (const unit of of) sum += y[unit] ?? 0;
  return sum / of.length;
}
