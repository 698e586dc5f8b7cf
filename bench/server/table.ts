/** Median, least and most of some runs, and their 95th percentile where there are enough of them. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

export function spreadOf(runs: readonly number[]): Spread {
  const sorted = runs.toSorted((a, b) => a - b);
  return {
    median: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN,
    least: sorted[0] ?? Number.NaN,
    most: sorted.at(-1) ?? Number.NaN,
  };
}

/** The 95th percentile, by the nearest rank. */
export function p95Of(runs: readonly number[]): number {
  const sorted = runs.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * 0.95) - 1)] ?? Number.NaN;
}

/** `12 (10–15)`. */
export function printSpread({ median, least, most }: Spread): string {
  return `${printNumber(median)} (${printNumber(least)}–${printNumber(most)})`;
}

export function printNumber(value: number): string {
  if (!Number.isFinite(value)) return '–';
  return value.toFixed(Math.abs(value) < 10 ? 1 : 0);
}

/** To two decimals. */
export function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(2);
}

/** A table as Markdown writes it, its columns aligned. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, 3, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

/** One promise: what came out, what was promised, and whether it holds. */
export function printVerdict(what: string, value: number, most: number, unit: string): string {
  const printed = unit === 'times' ? value.toFixed(2) : printNumber(value);
  return `${value <= most ? 'keeps ' : 'MISSES'}  ${what}: ${printed} ${unit}, at most ${most}`;
}
