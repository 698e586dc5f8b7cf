import { mtlsAnswerSchema } from '@/lib/contracts/mtls';
import type { RefreshOptions } from './graph-request';
import { printScope, type Scope } from './scope';
import { timedAnswerQuery } from './timed-answer';

/** `GET /api/mtls`: what is declared now, and what was seen in the window. */
export function mtlsQuery(scope: Scope, options: RefreshOptions) {
  return timedAnswerQuery('mtls', mtlsAnswerSchema, `/api/mtls?${printScope(scope)}`, options);
}
