import type { IncomingMessage } from 'node:http';
import { parse as parseYaml } from 'yaml';
import { ApiError, badRequestError } from './api-error';
import { checkJson } from './check-json';

/** The largest request body, as real API servers have it. */
export const largestBodyBytes = 3 * 1024 * 1024;

function tooLargeError(): ApiError {
  return new ApiError(413, 'RequestEntityTooLarge', `limit is ${largestBodyBytes} bytes`);
}

export function unsupportedMediaTypeError(accepted: readonly string[]): ApiError {
  const list = accepted.join(', ');
  const message = `the body of the request was in an unknown format - accepted media types include: ${list}`;
  return new ApiError(415, 'UnsupportedMediaType', message);
}

/** The media type of a request without parameters; JSON when none is named. */
export function readMediaType(request: IncomingMessage): string {
  const header = request.headers['content-type'] ?? '';
  return (header.split(';')[0] ?? '').trim().toLowerCase() || 'application/json';
}

/** Reads the whole body. Throws a 413 above the limit and a 415 for compressed bodies. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity')
    throw new ApiError(415, 'UnsupportedMediaType', 'compressed bodies are not accepted');
  if (Number(request.headers['content-length'] ?? 0) > largestBodyBytes) throw tooLargeError();
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= largestBodyBytes) chunks.push(chunk);
      else {
        // Pausing instead of destroying leaves the connection open for the answer.
        request.pause();
        reject(tooLargeError());
      }
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
  });
}

/** Parses JSON or, for YAML media types, one YAML document. Throws a 400 on malformed or hostile text. */
export function parseBody(body: Buffer, mediaType: string): unknown {
  const text = body.toString('utf8');
  let value: unknown;
  try {
    value = mediaType.endsWith('yaml') ? parseYaml(text, { maxAliasCount: 20 }) : JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw badRequestError(`the body could not be parsed: ${why.slice(0, 300)}`);
  }
  checkJson(value);
  return value;
}
