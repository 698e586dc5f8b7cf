/** What a function takes and gives. The last `optional` arguments may be left out; `repeatLast` may come again. */
export interface FunctionSignature {
  readonly name: string;
  readonly args: readonly ('scalar' | 'string' | 'vector' | 'matrix')[];
  readonly optional: number;
  readonly repeatLast: boolean;
  readonly returns: 'scalar' | 'vector';
  /** False for functions Prometheus has and this engine answers with a clear refusal. */
  readonly supported: boolean;
}

type Arg = FunctionSignature['args'][number];

const table = new Map<string, FunctionSignature>();

function declare(names: string, args: readonly Arg[], extra: Partial<FunctionSignature> = {}): void {
  for (const name of names.split(' ')) {
    const base = { optional: 0, repeatLast: false, returns: 'vector', supported: true } as const;
    table.set(name, { ...base, ...extra, name, args });
  }
}

declare('abs ceil floor exp ln log2 log10 sqrt sgn deg rad', ['vector']);
declare('sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh', ['vector']);
declare('sort sort_desc absent timestamp', ['vector']);
declare('round', ['vector', 'scalar'], { optional: 1 });
declare('clamp', ['vector', 'scalar', 'scalar']);
declare('clamp_min clamp_max', ['vector', 'scalar']);
declare('rate increase delta irate idelta resets changes deriv absent_over_time', ['matrix']);
declare('avg_over_time min_over_time max_over_time sum_over_time count_over_time', ['matrix']);
declare('last_over_time first_over_time present_over_time', ['matrix']);
declare('stddev_over_time stdvar_over_time mad_over_time', ['matrix']);
declare('quantile_over_time', ['scalar', 'matrix']);
declare('predict_linear', ['matrix', 'scalar']);
declare('histogram_quantile', ['scalar', 'vector']);
declare('label_replace', ['vector', 'string', 'string', 'string', 'string']);
declare('label_join', ['vector', 'string', 'string', 'string'], { optional: 1, repeatLast: true });
declare('scalar', ['vector'], { returns: 'scalar' });
declare('vector', ['scalar']);
declare('time pi', [], { returns: 'scalar' });
declare('minute hour day_of_week day_of_month day_of_year days_in_month month year', ['vector'], {
  optional: 1,
});

const refused = { supported: false } as const;
declare('histogram_avg histogram_count histogram_sum histogram_stddev histogram_stdvar', ['vector'], refused);
declare('histogram_fraction', ['scalar', 'scalar', 'vector'], refused);
declare('histogram_quantiles', ['vector', 'string', 'scalar'], { ...refused, repeatLast: true });
declare('holt_winters double_exponential_smoothing', ['matrix', 'scalar', 'scalar'], refused);
declare('sort_by_label sort_by_label_desc', ['vector', 'string'], { ...refused, repeatLast: true });
declare('info', ['vector', 'vector'], { ...refused, optional: 1 });
declare(
  'ts_of_min_over_time ts_of_max_over_time ts_of_first_over_time ts_of_last_over_time',
  ['matrix'],
  refused,
);

/** The signature of a function, or undefined when PromQL has none of that name. Names are case-sensitive. */
export function findFunction(name: string): FunctionSignature | undefined {
  return table.get(name);
}

/** Every function this engine evaluates, in the order of declaration. */
export function listSupportedFunctions(): readonly string[] {
  return [...table.values()].filter((fn) => fn.supported).map((fn) => fn.name);
}
