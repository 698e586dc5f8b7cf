import type { IncomingMessage, ServerResponse } from 'node:http';
import { printOtlp } from '../otlp/print-otlp';
import { parseTraceQuery, parseTraceQueryV3 } from './trace-query';
import { findTraces } from './find-traces';
import { JaegerError } from './jaeger-error';
import { KnownServices } from './known-services';
import { printPage } from './print-page';
import { printTrace } from './print-trace';
import type { TraceSource } from './trace-source';

export interface JaegerOptions {
  readonly source: TraceSource;
  readonly nowMs: () => number;
}

interface Asked {
  readonly path: string;
  readonly parameters: URLSearchParams;
  readonly signal: AbortSignal;
}

/**
 * Jaeger's query API: `/api/…` as its user interface asks, and `/api/v3/…` with OTLP answers. Never throws: what cannot
 * be answered becomes the API's own error.
 */
export function createJaegerHandler(
  options: JaegerOptions,
): (request: IncomingMessage, response: ServerResponse) => void {
  const { source, nowMs } = options;
  const known = new KnownServices(source, () => nowMs() / 1000);

  async function answer({ path, parameters, signal }: Asked): Promise<object | string | undefined> {
    if (path === '/' || path === '/search') return searchPage(parameters, signal);
    const shown = /^\/trace\/([^/]+)$/.exec(path)?.[1];
    if (shown !== undefined) return tracePage(decode(shown));
    if (path.startsWith('/api/v3/')) return answerV3(path.slice('/api/v3/'.length), parameters, signal);
    if (path === '/api/services') return envelope(await known.services());
    if (path === '/api/operations') {
      const operations = await known.operations(requireService(parameters), parameters.get('spanKind') ?? '');
      return envelope(operations);
    }
    const of = /^\/api\/services\/([^/]+)\/operations$/.exec(path)?.[1];
    if (of !== undefined)
      return envelope([...new Set((await known.operations(decode(of))).map(({ name }) => name))]);
    if (path === '/api/traces') {
      const ids = parameters.getAll('traceID');
      if (ids.length > 0) return envelope(ids.flatMap((id) => source.get(id) ?? []).map(printTrace));
      const found = await findTraces(source, parseTraceQuery(parameters, nowMs() / 1000), signal);
      return envelope(found.map(printTrace));
    }
    const id = /^\/api\/traces\/([^/]+)$/.exec(path)?.[1];
    return id === undefined ? undefined : envelope([printTrace(requireTrace(decode(id)))]);
  }

  async function answerV3(
    path: string,
    parameters: URLSearchParams,
    signal: AbortSignal,
  ): Promise<object | undefined> {
    if (path === 'services') return { services: await known.services() };
    if (path === 'operations') {
      const kind = parameters.get('span_kind') ?? '';
      return { operations: await known.operations(parameters.get('service') ?? '', kind) };
    }
    if (path === 'traces')
      return { result: printOtlp(await findTraces(source, parseTraceQueryV3(parameters), signal)) };
    const id = /^traces\/([^/]+)$/.exec(path)?.[1];
    return id === undefined ? undefined : { result: printOtlp([requireTrace(decode(id))]) };
  }

  async function searchPage(parameters: URLSearchParams, signal: AbortSignal): Promise<string> {
    const asks = (parameters.get('service') ?? '') !== '';
    const query = asks ? parseTraceQuery(parameters, nowMs() / 1000) : undefined;
    const found = query === undefined ? [] : await findTraces(source, query, signal);
    return printPage('Search', Object.fromEntries(parameters), found);
  }

  function tracePage(id: string): string {
    return printPage('Trace', { trace: id }, [requireTrace(id)]);
  }

  function requireTrace(id: string) {
    if (!/^[0-9a-f]{1,32}$/i.test(id)) throw new JaegerError(400, 'malformed trace ID');
    const trace = source.get(id);
    if (trace === undefined) throw new JaegerError(404, 'trace not found');
    return trace;
  }

  return (request, response) => {
    const abort = new AbortController();
    response.on('close', () => abort.abort());
    const [path = '/', query = ''] = (request.url ?? '/').split('?');
    const isV3 = path.startsWith('/api/v3/');
    if (request.method !== 'GET') return void response.writeHead(405, { allow: 'GET' }).end();
    answer({ path, parameters: new URLSearchParams(query), signal: abort.signal })
      .then((value) => {
        if (value === undefined) throw new JaegerError(404, 'not found');
        return typeof value === 'string'
          ? send(response, 200, 'text/html; charset=utf-8', value)
          : send(response, 200, 'application/json', JSON.stringify(value));
      })
      .catch((error: unknown) => {
        if (response.destroyed || response.headersSent) return response.destroy();
        const { status, message } =
          error instanceof JaegerError ? error : new JaegerError(500, 'internal error');
        const body = isV3
          ? { error: { httpCode: status, message } }
          : { data: null, total: 0, limit: 0, offset: 0, errors: [{ code: status, msg: message }] };
        return send(response, status, 'application/json', JSON.stringify(body));
      });
  };
}

function envelope(data: readonly unknown[]): object {
  return { data, total: data.length, limit: 0, offset: 0, errors: null };
}

function requireService(parameters: URLSearchParams): string {
  const service = parameters.get('service') ?? '';
  if (service === '') throw new JaegerError(400, "parameter 'service' is required");
  return service;
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type }).end(body);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new JaegerError(400, 'malformed path');
  }
}
