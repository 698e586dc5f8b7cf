import type { IncomingMessage } from 'node:http';
import type { UpstreamSource } from '@/lib/services/upstream-failure';
import { toUpstreamError } from './classify-failure';
import { guardReason } from './guard';
import { decodeBody } from './read-body';
import { UpstreamError } from './upstream-error';

const NEWLINE = 0x0a;

/**
 * Yields the complete lines of a body as they arrive. Text after the last newline is an unfinished line: it is dropped.
 * @param maxLineBytes bound on one line
 * @throws UpstreamError `tooLarge` for a longer line, `canceled` when `signal` is aborted, or what the socket said
 */
export async function* readLines(
  source: UpstreamSource,
  response: IncomingMessage,
  maxLineBytes: number,
  signal: AbortSignal,
): AsyncGenerator<string, void, undefined> {
  const body = decodeBody(source, response);
  const stop = (): void => void body.destroy(guardReason(source, signal));
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  try {
    for await (const chunk of body) {
      let rest = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
      for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE)) {
        const line = Buffer.concat([...pending, rest.subarray(0, end)])
          .toString('utf8')
          .trim();
        pending = [];
        pendingBytes = 0;
        rest = rest.subarray(end + 1);
        if (line !== '') yield line;
      }
      pending.push(rest);
      pendingBytes += rest.length;
      if (pendingBytes > maxLineBytes)
        throw new UpstreamError(source, 'tooLarge', { status: response.statusCode });
    }
  } catch (error) {
    if (signal.aborted) throw guardReason(source, signal);
    throw toUpstreamError(source, error);
  } finally {
    signal.removeEventListener('abort', stop);
    body.destroy();
    response.destroy();
  }
}
