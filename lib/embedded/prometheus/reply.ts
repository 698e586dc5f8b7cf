import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { ApiError } from './api-error';

/** What an endpoint answers: the JSON text of `data` in pieces, and what the reader should know beside it. */
export interface Answer {
  readonly data: Iterable<string>;
  readonly warnings?: readonly string[];
}

const CHUNK_LENGTH = 64 * 1024;

/** An answer whose data is small enough to be one piece. */
export function answerJson(value: unknown, warnings: readonly string[] = []): Answer {
  return { data: [JSON.stringify(value)], warnings };
}

/** Sends the success envelope, gzipped when the client accepts that. Rejects when the client goes away. */
export async function sendAnswer(req: IncomingMessage, res: ServerResponse, answer: Answer): Promise<void> {
  res.setHeader('Content-Type', 'application/json');
  res.setHeader('Vary', 'Accept-Encoding');
  const body = Readable.from(coalesce(envelope(answer)), { objectMode: true });
  if (acceptsGzip(req)) {
    res.setHeader('Content-Encoding', 'gzip');
    await pipeline(body, createGzip({ level: 1 }), res);
  } else await pipeline(body, res);
}

/** Sends the error envelope. */
export function sendError(res: ServerResponse, error: ApiError): void {
  res.statusCode = error.status;
  res.setHeader('Content-Type', 'application/json');
  res.end(JSON.stringify({ status: 'error', errorType: error.errorType, error: error.message }));
}

export function sendText(res: ServerResponse, status: number, text: string): void {
  res.statusCode = status;
  res.setHeader('Content-Type', 'text/plain; charset=utf-8');
  res.end(text);
}

function* envelope({ data, warnings = [] }: Answer): Iterable<string> {
  yield '{"status":"success","data":';
  yield* data;
  if (warnings.length > 0) yield `,"warnings":${JSON.stringify(warnings)}`;
  yield '}';
}

/** Large answers leave in pieces with the event loop free in between; tiny pieces would cost more than they free. */
async function* coalesce(pieces: Iterable<string>): AsyncIterable<string> {
  let pending = '';
  for (const piece of pieces) {
    pending += piece;
    if (pending.length < CHUNK_LENGTH) continue;
    yield pending;
    pending = '';
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  yield pending;
}

function acceptsGzip(req: IncomingMessage): boolean {
  const accepted = String(req.headers['accept-encoding'] ?? '').toLowerCase();
  return accepted.split(',').some((part) => /^\s*gzip\s*(;\s*q=(?!0(\.0*)?\s*$).*)?$/.test(part));
}
