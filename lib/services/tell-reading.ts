import type { SentQuery, Warning } from '@/lib/contracts/source-status';
import type { Reading } from './ports';

/** The questions of a reading, by what they were asked for. */
export function nameQueries(purpose: string, reading: Reading): SentQuery[] {
  return reading.queries.map(({ text, durationMs }) => ({ purpose, text, durationMs }));
}

/** What a reading lacks. */
export function describeReading({ warnings, skipped }: Reading): Warning[] {
  return [
    ...warnings.map((message) => ({ code: 'prometheus-warning', message })),
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
