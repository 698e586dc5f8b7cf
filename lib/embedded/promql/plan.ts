import type { Expr, ValueType } from './ast';
import type { LabelSet } from './label-set';
import type { Pacer } from './pacer';
import type { SampleBudget } from './sample-budget';
import type { CounterWindow, SeriesSource } from './series-source';

/** Samples at one instant: `sets[i]` has `values[i]`. */
export interface Vector {
  readonly sets: LabelSet[];
  readonly values: number[];
}

/** The samples of one series inside the current window: indexes `lo` (included) to `hi` (excluded) of both arrays. */
export interface Window {
  readonly set: LabelSet;
  readonly timestampsMs: ArrayLike<number>;
  readonly values: ArrayLike<number>;
  readonly lo: number;
  readonly hi: number;
  /** Moves the window; start belongs to it only under `v2` semantics. Windows move forward in time. */
  seek(startMs: number, endMs: number): void;
  /** The source's own short cut for this window, if it has one; needs no `seek`. */
  counter(startMs: number, endMs: number): CounterWindow | undefined;
  /** Lets go of the samples; a later `seek` fetches them again. */
  release(): void;
}

export interface RangeFrame {
  readonly windows: readonly Window[];
  readonly startMs: number;
  readonly endMs: number;
}

/** The instants at which a part of the expression will be asked for, both ends included. */
export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/** Plans answer for one instant at a time; the engine asks for instants in ascending order. */
export interface ScalarPlan {
  at(tMs: number): Promise<number>;
}

export interface VectorPlan {
  at(tMs: number): Promise<Vector>;
  /** True when dropping the metric name surely leaves no two equal label sets. */
  readonly distinctWithoutName: boolean;
}

export interface RangePlan {
  at(tMs: number): Promise<RangeFrame>;
  readonly distinctWithoutName: boolean;
}

/** What one evaluation of one query shares. */
export interface Run {
  readonly source: SeriesSource;
  readonly semantics: 'v2' | 'v3';
  readonly lookbackMs: number;
  /** First and last instant of the whole query: what `@ start()` and `@ end()` mean. */
  readonly startMs: number;
  readonly endMs: number;
  /** Step of subqueries that name none. */
  readonly subqueryStepMs: number;
  readonly pacer: Pacer;
  readonly budget: SampleBudget;
  readonly warnings: Set<string>;
}

/** Turns expressions into plans; each part asks it for its children. */
export interface Planner {
  readonly run: Run;
  scalar(expr: Expr, span: Span): ScalarPlan;
  vector(expr: Expr, span: Span): VectorPlan;
  range(expr: Expr, span: Span): RangePlan;
  /** A string literal's value. */
  text(expr: Expr | undefined): string;
  typeOf(expr: Expr): ValueType;
}

/** How often loops over series look at the clock. */
export const PACE_MASK = 63;
