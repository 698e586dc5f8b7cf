import type { SourceState } from '@/lib/contracts/source-status';
import type { Finding } from '@/lib/contracts/status';

/** One or two words per state, for the source strip and the status page. */
export const sourceStateWords: Readonly<Record<SourceState, string>> = {
  ok: 'ok',
  degraded: 'degraded',
  unavailable: 'down',
  forbidden: 'forbidden',
  notConfigured: 'not configured',
};

/** What came of looking for a source, for the status page. */
export const findingStateWords: Readonly<Record<Finding['state'], string>> = {
  given: 'as configured',
  found: 'found',
  silent: 'does not answer',
  absent: 'not found',
  notLooked: 'not looked for',
};

export const findingSourceNames: Readonly<Record<Finding['source'], string>> = {
  prometheus: 'Prometheus',
  jaeger: 'Jaeger',
  tempo: 'Tempo',
  grafana: 'Grafana',
  istiod: 'istiod',
};
