/** One line: median, least and most of some runs, and the budget that the median has to keep. */
export function report(
  what: string,
  runs: readonly number[],
  unit: string,
  budget: { most: number } | { least: number } | undefined,
): void {
  const sorted = runs.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const show = (value: number | undefined) => (value === undefined ? '?' : value.toFixed(value < 10 ? 1 : 0));
  const limit =
    budget === undefined
      ? ''
      : 'most' in budget
        ? `  ${median <= budget.most ? 'keeps' : 'BREAKS'} ≤ ${budget.most} ${unit}`
        : `  ${median >= budget.least ? 'keeps' : 'BREAKS'} ≥ ${budget.least} ${unit}`;
  const spread = sorted.length > 1 ? ` (${show(sorted[0])} to ${show(sorted.at(-1))})` : '';
  process.stdout.write(`${what.padEnd(64)} ${show(median)} ${unit}${spread}${limit}\n`);
}
