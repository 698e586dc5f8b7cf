import type { SentQuery, Warning } from '@/lib/contracts/source-status';
import type { Reading } from './ports';

/** The questions of a reading, by what they were asked for. */
export function nameQueries(purpose: string, reading: Reading): SentQuery[] {
  return reading.queries.map((query) => ({ purpose, ...query }));
}

/** How Thanos, VictoriaMetrics and Mimir say that a part of them did not answer. */
const PARTIAL =
  /\bpartial\b|no StoreAPIs matched|fetch series for|receive series from|rpc error|store\b.*(unavailable|not available)/i;

/** An upstream's own warning; one that tells of missing parts has a code of its own. */
export function tellWarning(message: string): Warning {
  if (!PARTIAL.test(message)) return { code: 'prometheus-warning', message };
  return {
    code: 'partial-answer',
    message: `Only a part of the metrics' servers answered, numbers may be too small: ${message}`,
  };
}

/** What a reading lacks. */
export function describeReading({ warnings, skipped }: Reading): Warning[] {
  return [
    ...warnings.map(tellWarning),
    ...skipped.map(({ reason, count, example }) => ({
      code: 'series-not-placed',
      message: `${count} series could not be placed in the graph: ${reason}. One of them: ${example}`,
    })),
  ];
}

/** Several queries often get the same warning. */
export function distinctWarnings(warnings: readonly Warning[]): Warning[] {
  return [...new Map(warnings.map((warning) => [`${warning.code} ${warning.message}`, warning])).values()];
}
