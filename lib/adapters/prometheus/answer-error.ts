import { kindOfStatus } from '@/lib/adapters/http/classify-failure';
import type { GuardedAnswer } from '@/lib/adapters/http/guarded-transport';
import { UpstreamError } from '@/lib/adapters/http/upstream-error';
import type { UpstreamFailureKind } from '@/lib/services/upstream-failure';

function readField(text: string, field: 'errorType' | 'error'): string {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null || !(field in parsed)) return '';
    const value: unknown = (parsed as Record<string, unknown>)[field];
    return typeof value === 'string' ? value : '';
  } catch {
    return '';
  }
}

/** How Prometheus, Mimir and VictoriaMetrics say that a query reads more than they allow. */
const TOO_MUCH = /too many (samples|points)|exceed|cannot select more than|more than -search\.max/i;

function kindOf(answer: GuardedAnswer): UpstreamFailureKind {
  // The body only helps to choose among our words; none of it is repeated.
  const errorType = readField(answer.text, 'errorType');
  if (answer.status === 422 && TOO_MUCH.test(readField(answer.text, 'error'))) return 'tooLarge';
  if (answer.status === 503 && errorType === 'timeout') return 'timeout';
  return kindOfStatus(answer.status);
}

/** The typed error of an answer whose status is not 2xx. */
export function toAnswerError(answer: GuardedAnswer): UpstreamError {
  // Mimir and Cortex ask for a tenant with these words, as a plain text.
  const wantsTenant = answer.status === 401 && /no org id/i.test(answer.text);
  return new UpstreamError('prometheus', kindOf(answer), {
    status: answer.status,
    detail: wantsTenant ? 'it wants to know the tenant: set TELLTALE_PROMETHEUS_TENANT' : undefined,
    retryAfterSeconds: answer.retryAfterSeconds,
  });
}
