import { createGuardedTransport, type Credentials } from '@/lib/adapters/http/guarded-transport';
import { UpstreamError } from '@/lib/adapters/http/upstream-error';
import type { TraceSearch, TracingPort } from '@/lib/services/ports';
import { parseJaegerTraces, type ParsedTraces } from './parse-jaeger';
import { parseOtlpTraces } from './parse-otlp';
import { fieldsOf, listOf, malformed, readJson, type Fields } from './read-json';

export interface JaegerOptions {
  /** http or https; a path such as `/jaeger` is a prefix. User and password become basic authentication. */
  readonly url: string;
  /** `v1` is what Jaeger's own pages ask, and what compatible servers have; `v3` answers in OTLP. */
  readonly api?: 'v1' | 'v3';
  /** What each request presents itself with; asked for every time, so that rotated files are read again. */
  readonly credentials?: (refresh: boolean) => Promise<Credentials>;
  /** Total time of one call, default 10 s. */
  readonly deadlineMs?: number;
  /** Bound on one decompressed answer, default 32 MiB. */
  readonly maxBytes?: number;
  readonly nowMs?: () => number;
}

/** What one version of the API asks and how it answers. */
interface Dialect {
  readonly services: string;
  search(search: TraceSearch): string;
  trace(traceId: string): string;
  readServices(answer: Fields): unknown;
  readTraces(answer: Fields): ParsedTraces;
}

const KEEP_SERVICES_MS = 15_000;
const MOST_SERVICES = 20_000;

/** Read access to a server with Jaeger's query API. Every method rejects with UpstreamError only. */
export function createJaeger(options: JaegerOptions): TracingPort {
  const nowMs = options.nowMs ?? Date.now;
  const dialect = options.api === 'v3' ? V3 : V1;
  const transport = createGuardedTransport({
    source: 'jaeger',
    baseUrl: options.url,
    maxSockets: 4,
    ...(options.credentials && { credentials: options.credentials }),
  });
  let known: { readonly services: readonly string[]; readonly atMs: number } | undefined;

  async function ask(path: string, signal: AbortSignal | undefined): Promise<Fields> {
    const deadlineMs = options.deadlineMs ?? 10_000;
    const maxBytes = options.maxBytes ?? 32 * 1024 * 1024;
    return readJson('jaeger', await transport.request({ method: 'GET', path, deadlineMs, maxBytes, signal }));
  }

  return {
    async services(signal) {
      if (known !== undefined && nowMs() - known.atMs < KEEP_SERVICES_MS) return known.services;
      const list = dialect.readServices(await ask(dialect.services, signal));
      // A server that has seen no trace yet says null.
      if (list !== null && list !== undefined && !Array.isArray(list))
        throw malformed('jaeger', 'not an answer of the query API');
      const services = listOf(list)
        .filter((name) => typeof name === 'string')
        .slice(0, MOST_SERVICES);
      known = { services, atMs: nowMs() };
      return services;
    },
    async search(search) {
      const path = dialect.search(search);
      const startedMs = nowMs();
      const answer = await ask(path, search.signal).catch((error: unknown) => {
        // Version 3 says 404 where nothing was found.
        if (dialect === V3 && error instanceof UpstreamError && error.kind === 'notFound') return {};
        throw error;
      });
      const { traces, skipped } = dialect.readTraces(answer);
      return {
        traces: traces.slice(0, search.limit),
        skipped,
        query: { text: path, durationMs: Math.max(0, nowMs() - startedMs) },
      };
    },
    async trace(traceId, signal) {
      if (!/^[0-9a-f]{1,32}$/i.test(traceId))
        throw new UpstreamError('jaeger', 'badRequest', { detail: 'not an id of a trace' });
      try {
        const { traces } = dialect.readTraces(await ask(dialect.trace(traceId), signal));
        return traces[0];
      } catch (error) {
        if (error instanceof UpstreamError && error.kind === 'notFound') return undefined;
        throw error;
      }
    },
    close: () => transport.close(),
  };
}

const V1: Dialect = {
  services: '/api/services',
  search({ service, tags, startSeconds, endSeconds, minDurationMs, limit }) {
    const parameters = new URLSearchParams({
      service,
      start: String(Math.floor(startSeconds * 1e6)),
      end: String(Math.ceil(endSeconds * 1e6)),
      limit: String(limit),
    });
    if (Object.keys(tags).length > 0) parameters.set('tags', JSON.stringify(tags));
    // A duration without a unit is refused.
    if (minDurationMs !== undefined) parameters.set('minDuration', `${Math.round(minDurationMs * 1000)}us`);
    return `/api/traces?${parameters}`;
  },
  trace: (traceId) => `/api/traces/${encodeURIComponent(traceId)}`,
  readServices: (answer) => answer['data'],
  readTraces: parseJaegerTraces,
};

const V3: Dialect = {
  services: '/api/v3/services',
  search({ service, tags, startSeconds, endSeconds, minDurationMs, limit }) {
    const parameters = new URLSearchParams({
      'query.serviceName': service,
      'query.startTimeMin': new Date(Math.floor(startSeconds * 1000)).toISOString(),
      'query.startTimeMax': new Date(Math.ceil(endSeconds * 1000)).toISOString(),
      'query.searchDepth': String(limit),
    });
    if (Object.keys(tags).length > 0) parameters.set('query.attributes', JSON.stringify(tags));
    if (minDurationMs !== undefined)
      parameters.set('query.durationMin', `${Math.round(minDurationMs * 1000)}us`);
    return `/api/v3/traces?${parameters}`;
  },
  trace: (traceId) => `/api/v3/traces/${encodeURIComponent(traceId)}`,
  readServices: (answer) => answer['services'],
  readTraces(answer) {
    // Without a result nothing was found.
    return parseOtlpTraces('jaeger', fieldsOf(answer['result'] ?? answer));
  },
};
