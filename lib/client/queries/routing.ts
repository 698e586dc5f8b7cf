import { routingAnswerSchema } from '@/lib/contracts/routing';
import type { RefreshOptions } from './graph-request';
import { printScope, type Scope } from './scope';
import { timedAnswerQuery } from './timed-answer';

/**
 * `GET /api/routing`: what is declared now, and what was seen in the window. Of one host with its progress and its
 * objects; null asks for all.
 */
export function routingQuery(scope: Scope, host: string | null, options: RefreshOptions) {
  const search = printScope(scope);
  if (host !== null) search.set('host', host);
  return timedAnswerQuery('routing', routingAnswerSchema, `/api/routing?${search}`, options);
}
