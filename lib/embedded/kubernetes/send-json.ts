import type { ServerResponse } from 'node:http';
import { sendBytes } from './send-bytes';

/** Sends one JSON answer; nothing when the client is gone or an answer has begun. */
export function sendJson(
  response: ServerResponse,
  code: number,
  body: unknown,
  contentType = 'application/json',
): void {
  sendBytes(response, code, Buffer.from(`${JSON.stringify(body)}\n`), contentType);
}
