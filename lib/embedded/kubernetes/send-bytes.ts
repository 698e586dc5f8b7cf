import type { ServerResponse } from 'node:http';

/** Sends one answer of bytes; nothing when the client is gone or an answer has begun. */
export function sendBytes(response: ServerResponse, code: number, bytes: Buffer, contentType: string): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(code, {
    'content-type': contentType,
    'content-length': bytes.length,
    'cache-control': 'no-cache, private',
    'x-content-type-options': 'nosniff',
  });
  response.end(bytes);
}
