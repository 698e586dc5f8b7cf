import type { SourceState } from '@/lib/contracts/source-status';

/** One or two words per state, for the source strip and the status page. */
export const sourceStateWords: Readonly<Record<SourceState, string>> = {
  ok: 'ok',
  degraded: 'degraded',
  unavailable: 'down',
  forbidden: 'forbidden',
  notConfigured: 'not configured',
};
