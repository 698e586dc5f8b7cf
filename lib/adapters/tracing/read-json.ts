import { kindOfStatus } from '@/lib/adapters/http/classify-failure';
import type { GuardedAnswer } from '@/lib/adapters/http/guarded-transport';
import { UpstreamError } from '@/lib/adapters/http/upstream-error';

export type TracingSource = 'jaeger' | 'tempo';
export type Fields = Readonly<Record<string, unknown>>;

/**
 * The JSON object of a good answer.
 * @throws UpstreamError by status, or `empty`, `notJson` (an HTML page, say), `malformed` (cut off, or no object)
 */
export function readJson(source: TracingSource, { status, retryAfterSeconds, text }: GuardedAnswer): Fields {
  if (status < 200 || status > 299)
    throw new UpstreamError(source, kindOfStatus(status), { status, retryAfterSeconds });
  const start = text.trimStart().slice(0, 1);
  if (start === '') throw new UpstreamError(source, 'empty', { status });
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // The parser's message quotes the body.
    if (start !== '{' && start !== '[') throw new UpstreamError(source, 'notJson', { status });
    throw malformed(source, 'the JSON is broken or cut off');
  }
  if (!isFields(parsed)) throw malformed(source, 'not an answer of the query API');
  return parsed;
}

export function malformed(source: TracingSource, detail: string): UpstreamError {
  return new UpstreamError(source, 'malformed', { status: 200, detail });
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
