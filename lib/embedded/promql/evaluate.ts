import { typeOf, unwrapParens, type Expr } from './ast';
import { describeType } from './check-types';
import { createPlanner } from './create-planner';
import { PromqlError } from './errors';
import { compareLabelSets, EMPTY_LABELS, type LabelSet } from './label-set';
import { Pacer } from './pacer';
import { parsePromql } from './parse';
import type { Planner, Run } from './plan';
import { SampleBudget } from './sample-budget';
import type { Labels, SeriesSource } from './series-source';

export interface EvaluateOptions {
  readonly source: SeriesSource;
  /** Window edges and extrapolation order as in Prometheus 2.x or 3.x (the default). */
  readonly semantics?: 'v2' | 'v3' | undefined;
  /** How old the newest sample of an instant vector may be; 5 minutes unless given. */
  readonly lookbackMs?: number | undefined;
  /** Step of subqueries that name none; 1 minute unless given. */
  readonly subqueryStepMs?: number | undefined;
  /** A monotonic clock in milliseconds, for pauses and the deadline. */
  readonly now?: (() => number) | undefined;
  /** Instant on that clock at which the evaluation fails with `timeout`. */
  readonly deadlineMs?: number | undefined;
  /** Most samples held at one time. */
  readonly maxSamples?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface InstantSample {
  readonly labels: Labels;
  readonly value: number;
}

export interface MatrixSeries {
  readonly labels: Labels;
  readonly timestampsMs: readonly number[];
  readonly values: readonly number[];
}

export type InstantResult = { readonly atMs: number; readonly warnings: readonly string[] } & (
  | { readonly type: 'scalar'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'vector'; readonly samples: readonly InstantSample[] }
  | { readonly type: 'matrix'; readonly series: readonly MatrixSeries[] }
);

export interface RangeResult {
  readonly type: 'matrix';
  /** Sorted by labels; series without any sample are left out. */
  readonly series: readonly MatrixSeries[];
  readonly warnings: readonly string[];
}

const DEFAULT_MAX_SAMPLES = 20_000_000;

/** Evaluates a query at one instant (Unix milliseconds). Rejects with PromqlError. */
export async function evaluateInstant(
  query: string | Expr,
  atMs: number,
  options: EvaluateOptions,
): Promise<InstantResult> {
  const expr = typeof query === 'string' ? parsePromql(query) : query;
  const planner = createPlanner(createRun(options, atMs, atMs));
  const { run } = planner;
  const span = { startMs: atMs, endMs: atMs };
  run.pacer.check();
  switch (typeOf(expr)) {
    case 'string':
      return { type: 'string', atMs, value: planner.text(expr), warnings: [] };
    case 'scalar': {
      const value = await planner.scalar(expr, span).at(atMs);
      return { type: 'scalar', atMs, value, warnings: [...run.warnings] };
    }
    case 'vector': {
      const vector = await planner.vector(expr, span).at(atMs);
      const samples = vector.sets.map((set, index) => ({
        labels: set.toLabels(),
        value: vector.values[index] ?? Number.NaN,
      }));
      return { type: 'vector', atMs, samples, warnings: [...run.warnings] };
    }
    case 'matrix':
      return {
        type: 'matrix',
        atMs,
        series: await readMatrix(planner, expr, atMs),
        warnings: [...run.warnings],
      };
  }
}

/** Evaluates a query at `startMs`, `startMs + stepMs`, … up to `endMs`. Rejects with PromqlError. */
export async function evaluateRange(
  query: string | Expr,
  range: { readonly startMs: number; readonly endMs: number; readonly stepMs: number },
  options: EvaluateOptions,
): Promise<RangeResult> {
  const expr = typeof query === 'string' ? parsePromql(query) : query;
  const { startMs, endMs, stepMs } = range;
  if (!(stepMs > 0) || !(endMs >= startMs)) throw new PromqlError('bad_data', 'invalid range or step');
  const type = typeOf(expr);
  if (type !== 'scalar' && type !== 'vector') {
    throw new PromqlError(
      'bad_data',
      `invalid expression type "${describeType(type)}" for range query, must be Scalar or instant Vector`,
    );
  }
  const planner = createPlanner(createRun(options, startMs, endMs));
  const { run } = planner;
  const collected = new Collector(run);
  const scalar = type === 'scalar' ? planner.scalar(expr, range) : undefined;
  const vector = type === 'vector' ? planner.vector(expr, range) : undefined;
  run.pacer.check();
  for (let tMs = startMs; tMs <= endMs; tMs += stepMs) {
    if (run.pacer.due()) await run.pacer.pause();
    if (scalar !== undefined) collected.add(tMs, [EMPTY_LABELS], [await scalar.at(tMs)]);
    if (vector === undefined) continue;
    const { sets, values } = await vector.at(tMs);
    collected.add(tMs, sets, values);
  }
  return { type: 'matrix', series: collected.series(), warnings: [...run.warnings] };
}

function createRun(options: EvaluateOptions, startMs: number, endMs: number): Run {
  const {
    source,
    semantics = 'v3',
    lookbackMs = 300_000,
    subqueryStepMs = 60_000,
    deadlineMs,
    signal,
  } = options;
  const now = options.now ?? (() => performance.now());
  return {
    source,
    semantics,
    lookbackMs,
    startMs,
    endMs,
    subqueryStepMs,
    pacer: new Pacer({ now, deadlineMs, signal }),
    budget: new SampleBudget(options.maxSamples ?? DEFAULT_MAX_SAMPLES),
    warnings: new Set(),
  };
}

/** An instant query may ask for a range vector: the raw samples of the window. */
async function readMatrix(planner: Planner, expr: Expr, atMs: number): Promise<MatrixSeries[]> {
  const { run } = planner;
  const { windows, startMs, endMs } = await planner
    .range(unwrapParens(expr), { startMs: atMs, endMs: atMs })
    .at(atMs);
  const found: { set: LabelSet; series: MatrixSeries }[] = [];
  for (const window of windows) {
    if (run.pacer.due()) await run.pacer.pause();
    window.seek(startMs, endMs);
    const { lo, hi } = window;
    if (lo === hi) continue;
    const timestampsMs: number[] = Array.prototype.slice.call(window.timestampsMs, lo, hi);
    const values: number[] = Array.prototype.slice.call(window.values, lo, hi);
    found.push({ set: window.set, series: { labels: window.set.toLabels(), timestampsMs, values } });
  }
  found.sort((left, right) => compareLabelSets(left.set, right.set));
  return found.map(({ series }) => series);
}

interface Collected {
  readonly set: LabelSet;
  readonly timestampsMs: number[];
  readonly values: number[];
}

/** Gathers vectors of successive instants into series. */
class Collector {
  readonly #run: Run;
  readonly #bySet = new Map<LabelSet, Collected>();
  readonly #byKey = new Map<string, Collected>();

  constructor(run: Run) {
    this.#run = run;
  }

  add(tMs: number, sets: readonly LabelSet[], values: readonly number[]): void {
    this.#run.budget.take(sets.length);
    sets.forEach((set, index) => {
      let entry = this.#bySet.get(set);
      if (entry === undefined) {
        entry = this.#byKey.get(set.key()) ?? { set, timestampsMs: [], values: [] };
        this.#byKey.set(set.key(), entry);
        this.#bySet.set(set, entry);
      }
      if (entry.timestampsMs.at(-1) === tMs) {
        throw new PromqlError('execution', 'vector cannot contain metrics with the same labelset');
      }
      entry.timestampsMs.push(tMs);
      entry.values.push(values[index] ?? Number.NaN);
    });
  }

  series(): MatrixSeries[] {
    const entries = [...this.#byKey.values()].sort((left, right) => compareLabelSets(left.set, right.set));
    return entries.map(({ set, timestampsMs, values }) => ({ labels: set.toLabels(), timestampsMs, values }));
  }
}
