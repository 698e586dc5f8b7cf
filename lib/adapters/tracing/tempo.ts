import { createGuardedTransport, type Credentials } from '@/lib/adapters/http/guarded-transport';
import { UpstreamError } from '@/lib/adapters/http/upstream-error';
import { printTraceQl } from '@/lib/core/traces/trace-links';
import type { Trace } from '@/lib/core/traces/trace';
import type { TracingPort } from '@/lib/services/ports';
import { parseOtlpTraces } from './parse-otlp';
import { fieldsOf, listOf, readJson, textOf, type Fields } from './read-json';

export interface TempoOptions {
  /** http or https; a path is a prefix. User and password become basic authentication. */
  readonly url: string;
  /** What each request presents itself with; asked for every time, so that rotated files are read again. */
  readonly credentials?: (refresh: boolean) => Promise<Credentials>;
  /** Total time of one call, default 10 s. */
  readonly deadlineMs?: number;
  /** Bound on one decompressed answer, default 16 MiB. */
  readonly maxBytes?: number;
  readonly nowMs?: () => number;
}

const KEEP_SERVICES_MS = 15_000;
/** A search names traces without their spans: each is read by itself. */
const MOST_READ = 40;
const AT_ONCE = 4;

/** Read access to Grafana Tempo. Every method rejects with UpstreamError only. */
export function createTempo(options: TempoOptions): TracingPort {
  const nowMs = options.nowMs ?? Date.now;
  const transport = createGuardedTransport({
    source: 'tempo',
    baseUrl: options.url,
    maxSockets: AT_ONCE,
    ...(options.credentials && { credentials: options.credentials }),
  });
  let known: { readonly services: readonly string[]; readonly atMs: number } | undefined;

  async function ask(path: string, signal: AbortSignal | undefined): Promise<Fields> {
    const deadlineMs = options.deadlineMs ?? 10_000;
    const maxBytes = options.maxBytes ?? 16 * 1024 * 1024;
    return readJson('tempo', await transport.request({ method: 'GET', path, deadlineMs, maxBytes, signal }));
  }

  async function readTrace(traceId: string, signal: AbortSignal | undefined): Promise<Trace | undefined> {
    try {
      const answer = await ask(`/api/traces/${encodeURIComponent(traceId)}`, signal);
      // The second version of the endpoint puts the trace into a field.
      const { traces } = parseOtlpTraces('tempo', fieldsOf(answer['trace'] ?? answer));
      return traces[0];
    } catch (error) {
      if (error instanceof UpstreamError && error.kind === 'notFound') return undefined;
      throw error;
    }
  }

  return {
    async services(signal) {
      if (known !== undefined && nowMs() - known.atMs < KEEP_SERVICES_MS) return known.services;
      const answer = await ask('/api/v2/search/tag/resource.service.name/values', signal);
      const services = listOf(answer['tagValues']).flatMap((one) => textOf(fieldsOf(one)['value']) ?? []);
      known = { services, atMs: nowMs() };
      return services;
    },
    async search({ startSeconds, endSeconds, limit, signal, ...query }) {
      const parameters = new URLSearchParams({
        q: printTraceQl(query),
        start: String(Math.floor(startSeconds)),
        end: String(Math.ceil(endSeconds)),
        limit: String(Math.min(limit, MOST_READ)),
      });
      const path = `/api/search?${parameters}`;
      const startedMs = nowMs();
      const found = listOf((await ask(path, signal))['traces']).map((one) =>
        textOf(fieldsOf(one)['traceID']),
      );
      const ids = found.filter((id) => id !== undefined && isTraceId(id)).slice(0, MOST_READ);
      const traces: Trace[] = [];
      for (let from = 0; from < ids.length; from += AT_ONCE) {
        const read = await Promise.all(
          ids.slice(from, from + AT_ONCE).map((id) => readTrace(id ?? '', signal)),
        );
        traces.push(...read.filter((trace) => trace !== undefined));
      }
      return {
        traces,
        skipped: found.length - traces.length,
        query: { text: path, durationMs: Math.max(0, nowMs() - startedMs) },
      };
    },
    async trace(traceId, signal) {
      if (!isTraceId(traceId))
        throw new UpstreamError('tempo', 'badRequest', { detail: 'not an id of a trace' });
      return readTrace(traceId, signal);
    },
    close: () => transport.close(),
  };
}

function isTraceId(text: string): boolean {
  return /^[0-9a-f]{1,32}$/i.test(text);
}
