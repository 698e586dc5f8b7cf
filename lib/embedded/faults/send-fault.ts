import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { ApiError, expiredError, toStatus } from '../kubernetes/api-error';
import type { AnswerFault, FaultServer } from './fault';
import type { RequestText } from './request-text';

const SIGN_IN_PAGE =
  '<!doctype html><html><head><title>Sign in</title></head><body><form>Please sign in.</form></body></html>';
const CHUNK = Buffer.alloc(64 * 1024, 'x');

/** Whether a fault has something to answer to this request. */
export function answers(fault: AnswerFault, { isWatch }: RequestText): boolean {
  if (fault.kind !== 'gone') return true;
  return fault.on === 'both' || (fault.on === 'watch') === isWatch;
}

/** Answers a request as the fault says, whatever was asked. */
export function sendFault(
  response: ServerResponse,
  fault: AnswerFault,
  server: FaultServer,
  text: RequestText,
): void {
  switch (fault.kind) {
    case 'status':
      if (fault.retryAfterSeconds !== undefined)
        response.setHeader('retry-after', String(fault.retryAfterSeconds));
      return send(response, fault.status, 'application/json', errorBody(server, fault.status));
    case 'empty':
      return send(response, 200, 'application/json', '');
    case 'html':
      return send(response, 200, 'text/html; charset=utf-8', SIGN_IN_PAGE);
    case 'huge':
      return sendHuge(response, (fault.megabytes ?? 200) * 1024 * 1024);
    case 'reset':
      return resetConnection(response.socket);
    case 'redirect':
      response.setHeader('location', fault.to);
      return send(response, fault.status ?? 302, 'text/plain', '');
    case 'gone': {
      const expired = toStatus(expiredError('too old resource version: a fault is switched on'));
      if (!text.isWatch || fault.as !== 'event')
        return send(response, 410, 'application/json', JSON.stringify(expired));
      return send(
        response,
        200,
        'application/json',
        `${JSON.stringify({ type: 'ERROR', object: expired })}\n`,
      );
    }
  }
}

/** Ends a connection so that the other side sees ECONNRESET. */
export function resetConnection(socket: Socket | null): void {
  socket?.resetAndDestroy();
}

function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  const bodyless = status === 204 || status === 304;
  response.statusCode = status;
  response.setHeader('content-type', contentType);
  response.end(bodyless ? undefined : body);
}

function errorBody(server: FaultServer, status: number): string {
  const message = 'a fault is switched on';
  if (server === 'kubernetes')
    return JSON.stringify(toStatus(new ApiError(status, reasonOf(status), message)));
  if (server === 'jaeger')
    return JSON.stringify({
      data: null,
      total: 0,
      limit: 0,
      offset: 0,
      errors: [{ code: status, msg: message }],
    });
  const errorType = status === 503 ? 'unavailable' : status >= 500 ? 'internal' : 'bad_data';
  return JSON.stringify({ status: 'error', errorType, error: message });
}

function reasonOf(status: number): string {
  const reasons: Readonly<Record<number, string>> = {
    401: 'Unauthorized',
    403: 'Forbidden',
    404: 'NotFound',
    410: 'Expired',
    429: 'TooManyRequests',
    503: 'ServiceUnavailable',
    504: 'Timeout',
  };
  return reasons[status] ?? 'InternalError';
}

/** Writes no faster than the client reads, and stops when it leaves. */
function sendHuge(response: ServerResponse, bytes: number): void {
  response.statusCode = 200;
  response.setHeader('content-type', 'application/json');
  response.write('{"padding":"');
  let left = bytes;
  const fill = (): void => {
    while (left > 0 && !response.destroyed) {
      left -= CHUNK.length;
      if (!response.write(CHUNK)) return void response.once('drain', fill);
    }
    if (!response.destroyed) response.end('"}');
  };
  fill();
}
