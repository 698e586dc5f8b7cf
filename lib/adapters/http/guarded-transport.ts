import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { UpstreamSource } from '@/lib/services/upstream-failure';
import { createAgentPool, MOST_FREE_SOCKETS } from './agent-pool';
import { readBaseUrl } from './base-url';
import { readRetryAfterSeconds, toUpstreamError } from './classify-failure';
import { createGuard, guarded, guardReason } from './guard';
import { readBody, readPieces } from './read-body';
import { readLines } from './read-lines';
import { sameTls, type TlsSettings } from './tls-settings';
import { UpstreamError } from './upstream-error';

/** What a request presents itself with; asked for anew each time, so rotated files are noticed. */
export interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  readonly tls?: TlsSettings;
  /** Replaces the pooled connection, for upstreams behind a proxy. */
  readonly agent?: http.Agent;
}

export interface TransportOptions {
  readonly source: UpstreamSource;
  /** http or https; a path is a prefix of every request, user and password become basic authentication. */
  readonly baseUrl: string;
  /** With `refresh` the last ones were answered with 401: anything remembered about them must be read again. */
  readonly credentials?: (refresh: boolean) => Promise<Credentials>;
  /** Bound on connections, default 8. */
  readonly maxSockets?: number;
}

export interface GuardedRequest {
  readonly method: 'GET' | 'POST';
  /** Absolute path below the base URL, query included. */
  readonly path: string;
  readonly accept?: string;
  readonly body?: { readonly contentType: string; readonly text: string };
  /** Total time for the exchange; for lines the time until the answer's head. */
  readonly deadlineMs: number;
  /** Bound on the decompressed body; for lines the bound on one line. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
}

export interface GuardedAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly retryAfterSeconds?: number;
  readonly text: string;
}

export type LinesAnswer =
  | { readonly ok: true; readonly lines: AsyncGenerator<string, void, undefined> }
  | { readonly ok: false; readonly answer: GuardedAnswer };

export type ThroughAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly answer: GuardedAnswer };

/** Requests to one upstream that end in time, stay in bounds and never follow a redirect. */
export interface GuardedTransport {
  /** The whole answer, whatever its status except 3xx. @throws UpstreamError */
  request(request: GuardedRequest): Promise<GuardedAnswer>;
  /**
   * What `read` makes of a good answer's body while it comes in, else the whole answer. The deadline and the bound on
   * bytes hold for all of it. @throws UpstreamError, or what `read` threw
   */
  readThrough<T>(
    request: GuardedRequest,
    read: (pieces: AsyncIterable<Buffer>) => Promise<T>,
  ): Promise<ThroughAnswer<T>>;
  /** The answer's lines as they come when the status is 200, else the whole answer. @throws UpstreamError */
  openLines(request: GuardedRequest): Promise<LinesAnswer>;
  close(): void;
}

const ERROR_BODY_BYTES = 1024 * 1024;

/** @throws TypeError when the base URL is no http or https URL; the text does not repeat it */
export function createGuardedTransport(options: TransportOptions): GuardedTransport {
  const { source } = options;
  const base = readBaseUrl(options.baseUrl);
  const pool = createAgentPool(base.protocol, options.maxSockets ?? 8);

  async function present(refresh: boolean): Promise<Credentials> {
    try {
      return (await options.credentials?.(refresh)) ?? { headers: {} };
    } catch {
      // The reason may hold a path, a command's output or a token.
      throw new UpstreamError(source, 'unauthorized', { detail: 'our credentials could not be read' });
    }
  }

  async function send(request: GuardedRequest, signal: AbortSignal): Promise<IncomingMessage> {
    if (!request.path.startsWith('/')) throw new RangeError('a request path must be absolute');
    const credentials = await guarded(source, signal, present(false));
    const response = await attempt(request, credentials, signal);
    if (response.statusCode !== 401 || options.credentials === undefined) return response;
    const renewed = await guarded(source, signal, present(true));
    if (sameCredentials(credentials, renewed)) return response;
    response.destroy();
    return attempt(request, renewed, signal);
  }

  async function attempt(
    request: GuardedRequest,
    credentials: Credentials,
    signal: AbortSignal,
  ): Promise<IncomingMessage> {
    const settings: https.RequestOptions = {
      protocol: base.protocol,
      hostname: base.hostname,
      port: base.port,
      path: base.prefix + request.path,
      method: request.method,
      agent: credentials.agent ?? pool.agentFor(credentials.tls ?? {}),
      headers: {
        accept: request.accept ?? 'application/json',
        'accept-encoding': 'gzip',
        'user-agent': 'telltale',
        ...base.headers,
        ...credentials.headers,
        ...(request.body && {
          'content-type': request.body.contentType,
          'content-length': String(Buffer.byteLength(request.body.text)),
        }),
      },
    };
    // A kept-alive socket may be closed by the server at the moment it is used again, and so may all others that are
    // kept: the try after the last of them opens a new one. All our requests may be repeated.
    for (let stale = 0; ; stale += 1) {
      try {
        return await exchange(settings, request.body?.text, signal);
      } catch (error) {
        if (!(error instanceof StaleSocketError) || signal.aborted || stale >= MOST_FREE_SOCKETS) throw error;
      }
    }
  }

  function exchange(
    settings: https.RequestOptions,
    body: string | undefined,
    signal: AbortSignal,
  ): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(guardReason(source, signal));
      let outgoing: http.ClientRequest;
      try {
        outgoing = base.protocol === 'https:' ? https.request(settings) : http.request(settings);
      } catch {
        // Node refuses control characters in header values and paths, and broken certificates, before anything is sent.
        return reject(
          new UpstreamError(source, 'unauthorized', { detail: 'our credentials cannot be sent' }),
        );
      }
      const stop = (): void => void outgoing.destroy(guardReason(source, signal));
      signal.addEventListener('abort', stop, { once: true });
      outgoing.once('close', () => signal.removeEventListener('abort', stop));
      outgoing.on('error', (error: Error & { code?: string }) => {
        if (signal.aborted) reject(guardReason(source, signal));
        else if (outgoing.reusedSocket && isClosed(error)) reject(new StaleSocketError());
        else reject(toUpstreamError(source, error));
      });
      outgoing.once('response', (response) => {
        // Errors after the head belong to whoever reads the body; without a listener they would end the process.
        response.on('error', () => undefined);
        const status = response.statusCode ?? 0;
        if (status < 300 || status >= 400) return resolve(response);
        response.destroy();
        reject(new UpstreamError(source, 'redirected', { status }));
      });
      outgoing.end(body);
    });
  }

  async function finish(
    response: IncomingMessage,
    maxBytes: number,
    signal: AbortSignal,
  ): Promise<GuardedAnswer> {
    const retryAfterSeconds = readRetryAfterSeconds(response.headers['retry-after'], Date.now());
    return {
      status: response.statusCode ?? 0,
      contentType: response.headers['content-type'] ?? '',
      ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
      text: await readBody(source, response, maxBytes, signal),
    };
  }

  return {
    async request(request) {
      const guard = createGuard(source, request.deadlineMs, request.signal);
      try {
        return await finish(await send(request, guard.signal), request.maxBytes, guard.signal);
      } catch (error) {
        throw toTyped(source, error);
      } finally {
        guard.release();
      }
    },
    async readThrough(request, read) {
      const guard = createGuard(source, request.deadlineMs, request.signal);
      try {
        const response = await send(request, guard.signal);
        const status = response.statusCode ?? 0;
        if (status < 200 || status > 299)
          return { ok: false, answer: await finish(response, ERROR_BODY_BYTES, guard.signal) };
        const pieces = readPieces(source, response, request.maxBytes, guard.signal);
        return { ok: true, value: await read(pieces) };
      } catch (error) {
        throw toTyped(source, error);
      } finally {
        guard.release();
      }
    },
    async openLines(request) {
      const guard = createGuard(source, request.deadlineMs, request.signal);
      try {
        const response = await send(request, guard.signal);
        if (response.statusCode !== 200) {
          return { ok: false, answer: await finish(response, ERROR_BODY_BYTES, guard.signal) };
        }
        const signal = request.signal ?? new AbortController().signal;
        return { ok: true, lines: readLines(source, response, request.maxBytes, signal) };
      } catch (error) {
        throw toTyped(source, error);
      } finally {
        guard.release();
      }
    },
    close: () => pool.close(),
  };
}

class StaleSocketError extends Error {}

/** What writing to a socket gives, or reading from it, that the other side has closed. */
function isClosed({ code }: { code?: string }): boolean {
  return code === 'ECONNRESET' || code === 'EPIPE';
}

function sameCredentials(left: Credentials, right: Credentials): boolean {
  return (
    JSON.stringify(left.headers) === JSON.stringify(right.headers) && sameTls(left.tls ?? {}, right.tls ?? {})
  );
}

function toTyped(source: UpstreamSource, error: unknown): unknown {
  if (error instanceof RangeError) return error;
  return error instanceof StaleSocketError
    ? new UpstreamError(source, 'unreachable')
    : toUpstreamError(source, error);
}
