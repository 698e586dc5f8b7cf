import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';
import type { UpstreamSource } from '@/lib/services/upstream-failure';
import { toUpstreamError } from './classify-failure';
import { guardReason } from './guard';
import { createSlots } from './slots';
import { UpstreamError } from './upstream-error';

/** What is decompressed at a stretch, in a thread of its own: few turns between the two. */
const CHUNK_BYTES = 512 * 1024;
/** Texts above about 100 kB are memory of their own, which costs more than what they hold. */
const TEXT_BYTES = 32 * 1024;

/**
 * The answer's body, decompressed as it arrives. Destroying it destroys the connection as well.
 * @throws UpstreamError `malformed` for a content encoding that was not offered
 */
export function decodeBody(source: UpstreamSource, response: IncomingMessage): Readable {
  const encoding = response.headers['content-encoding']?.toLowerCase() ?? 'identity';
  if (encoding === 'identity' || encoding === '') return response;
  if (encoding !== 'gzip' && encoding !== 'x-gzip') {
    response.destroy();
    throw new UpstreamError(source, 'malformed', {
      status: response.statusCode,
      detail: 'unknown content encoding',
    });
  }
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  response.on('error', (error) => gunzip.destroy(error));
  response.on('aborted', () => gunzip.destroy(Object.assign(new Error('cut off'), { code: 'ECONNRESET' })));
  gunzip.on('close', () => response.destroy());
  return response.pipe(gunzip);
}

/** From here on a body is large: all sources together may send two of those at a time, or memory has no bound. */
const LARGE_BYTES = 4 * 1024 * 1024;
const largeBodies = createSlots(2);

/**
 * Reads a whole body as UTF-8. A large one waits for others that are large; its server waits with it.
 * @param maxBytes bound on the decompressed size; one byte more ends the exchange
 * @throws UpstreamError `tooLarge`, what the guard decided, or what the socket said
 */
export async function readBody(
  source: UpstreamSource,
  response: IncomingMessage,
  maxBytes: number,
  signal: AbortSignal,
): Promise<string> {
  const decoder = new StringDecoder('utf8');
  const texts: string[] = [];
  let length = 0;
  let leave: (() => void) | undefined;
  try {
    for await (const piece of readPieces(source, response, maxBytes, signal)) {
      for (let at = 0; at < piece.length; at += TEXT_BYTES)
        texts.push(decoder.write(piece.subarray(at, at + TEXT_BYTES)));
      length += piece.length;
      if (length > LARGE_BYTES) leave ??= await largeBodies.enter(signal, () => guardReason(source, signal));
    }
    return texts.join('') + decoder.end();
  } finally {
    leave?.();
  }
}

/**
 * A body as it comes in, decompressed.
 * @param maxBytes bound on the decompressed size; one byte more ends the exchange
 * @throws UpstreamError `tooLarge`, what the guard decided, or what the socket said
 */
export async function* readPieces(
  source: UpstreamSource,
  response: IncomingMessage,
  maxBytes: number,
  signal: AbortSignal,
): AsyncGenerator<Buffer, void, undefined> {
  const body = decodeBody(source, response);
  const stop = (): void => void body.destroy(guardReason(source, signal));
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  let received = 0;
  try {
    for await (const chunk of body) {
      const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
      received += bytes.length;
      if (received > maxBytes) throw new UpstreamError(source, 'tooLarge', { status: response.statusCode });
      yield bytes;
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
