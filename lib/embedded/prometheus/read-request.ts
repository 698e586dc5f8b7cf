import type { IncomingMessage } from 'node:http';
import { ApiError } from './api-error';

/** Largest form body accepted. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;

export interface ApiRequest {
  readonly method: string;
  /** Still percent-encoded, without the query string. */
  readonly path: string;
  /** Parameters of a form body come before those of the URL, as Go's ParseForm orders them. */
  readonly params: URLSearchParams;
}

/** Reads path and parameters of a GET or a form POST. Throws ApiError when the body is too large or unreadable. */
export async function readRequest(req: IncomingMessage): Promise<ApiRequest> {
  const [path = '/', ...rest] = (req.url ?? '/').split('?');
  const fromUrl = new URLSearchParams(rest.join('?'));
  const method = req.method ?? 'GET';
  if (method !== 'POST') return { method, path, params: fromUrl };
  const params = new URLSearchParams();
  const type = (req.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  const body = await readBody(req);
  if (type === 'application/x-www-form-urlencoded') {
    for (const [name, value] of new URLSearchParams(body)) params.append(name, value);
  }
  for (const [name, value] of fromUrl) params.append(name, value);
  return { method, path, params };
}

async function readBody(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of req) {
    const part = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    bytes += part.length;
    if (bytes > MAX_BODY_BYTES) {
      throw new ApiError('bad_data', `request body is larger than ${MAX_BODY_BYTES} bytes`, 413);
    }
    chunks.push(part);
  }
  return Buffer.concat(chunks).toString('utf8');
}
