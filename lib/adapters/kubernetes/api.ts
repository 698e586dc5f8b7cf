import { kindOfStatus } from '@/lib/adapters/http/classify-failure';
import type { GuardedAnswer, GuardedTransport } from '@/lib/adapters/http/guarded-transport';
import { UpstreamError } from '@/lib/adapters/http/upstream-error';
import { isJsonObject, type JsonObject } from '@/lib/core/kubernetes/json';

/** The typed error of an answer whose status is not 200. Its body is not read. */
export function toApiError(answer: GuardedAnswer): UpstreamError {
  const { status, retryAfterSeconds } = answer;
  return new UpstreamError('kubernetes', kindOfStatus(status), { status, retryAfterSeconds });
}

/** @throws UpstreamError `empty`, `notJson` or `malformed` */
export function parseApiObject(text: string): JsonObject {
  const start = text.trimStart().slice(0, 1);
  if (start === '') throw new UpstreamError('kubernetes', 'empty');
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new UpstreamError('kubernetes', start === '{' ? 'malformed' : 'notJson');
  }
  if (!isJsonObject(parsed)) throw new UpstreamError('kubernetes', 'malformed');
  return parsed;
}

export interface GetOptions {
  readonly deadlineMs: number;
  readonly maxBytes?: number;
  readonly signal?: AbortSignal | undefined;
}

/** GETs one JSON object. @throws UpstreamError */
export async function getJson(
  transport: GuardedTransport,
  path: string,
  options: GetOptions,
): Promise<JsonObject> {
  const { deadlineMs, maxBytes = 32 * 1024 * 1024, signal } = options;
  const answer = await transport.request({ method: 'GET', path, deadlineMs, maxBytes, signal });
  if (answer.status !== 200) throw toApiError(answer);
  return parseApiObject(answer.text);
}
