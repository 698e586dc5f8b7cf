/** What an aggregation takes before its vector; `supported` is false for those answered with a clear refusal. */
export interface Aggregator {
  readonly param: 'none' | 'scalar' | 'string';
  readonly supported: boolean;
}

const table = new Map<string, Aggregator>();
for (const name of ['sum', 'avg', 'min', 'max', 'count', 'group', 'stddev', 'stdvar']) {
  table.set(name, { param: 'none', supported: true });
}
for (const name of ['quantile', 'topk', 'bottomk']) table.set(name, { param: 'scalar', supported: true });
table.set('count_values', { param: 'string', supported: true });
for (const name of ['limitk', 'limit_ratio']) table.set(name, { param: 'scalar', supported: false });

/** Aggregation operators are keywords, so their case does not matter. */
export function findAggregator(name: string): Aggregator | undefined {
  return table.get(name.toLowerCase());
}
