import { PrometheusDriver } from 'prometheus-query';
import type { GuardedRequest, GuardedTransport } from '@/lib/adapters/http/guarded-transport';
import { UpstreamError } from '@/lib/adapters/http/upstream-error';
import { toAnswerError } from './answer-error';
import type { Envelope } from './parse-answer';
import { parseEntries, readResult } from './read-result';

type RequestInterceptor = NonNullable<
  ConstructorParameters<typeof PrometheusDriver>[0]['requestInterceptor']
>;
type AxiosConfig = Parameters<RequestInterceptor['onFulfilled']>[0];

export interface DriveOptions {
  readonly transport: GuardedTransport;
  readonly deadlineMs: number;
  readonly maxBytes: number;
  readonly preferPost: boolean;
  /** Sent as `limit=`: the most series or values wanted. */
  readonly limit?: number;
  /** Leaves the time of evaluation to the server; the library would always send its own clock. */
  readonly atServerTime?: boolean;
  readonly signal: AbortSignal;
  /** Takes entries of the result while they come in, as they are written; the envelope holds only the others. */
  readonly onEntries?: (entries: Buffer) => void;
}

/** What the library gets to see of a good answer; the real one is read by our own parser. */
const PLACEHOLDER = { status: 'success', data: { resultType: 'vector', result: [] } };

// Only shapes paths and parameters; it is never contacted, the transport knows the address.
const PLACEHOLDER_ENDPOINT = 'http://prometheus.invalid';

/**
 * Lets `prometheus-query` shape one call of the HTTP API, and carries it over the guarded transport.
 * The library's own transport, parser and errors are bypassed: it outlives its timeout, follows redirects,
 * reads ±Inf as NaN, fails on native histograms, and its rejections hold the authorization header.
 * @param call makes exactly one request with the driver
 * @throws UpstreamError and nothing else
 */
export async function drive(
  options: DriveOptions,
  call: (driver: PrometheusDriver) => Promise<unknown>,
): Promise<Envelope> {
  let envelope: Envelope | undefined;
  let failure: unknown;

  async function carry(config: AxiosConfig): Promise<true> {
    const entries: unknown[] = [];
    const keep = options.onEntries ?? ((written: Buffer) => void entries.push(...parseEntries(written)));
    const request = toGuardedRequest(config, options);
    const answer = await options.transport.readThrough(request, (pieces) => readResult(pieces, keep));
    if (!answer.ok) throw toAnswerError(answer.answer);
    envelope = entries.length === 0 ? answer.value : withEntries(answer.value, entries);
    return true;
  }

  const driver = new PrometheusDriver({
    endpoint: PLACEHOLDER_ENDPOINT,
    baseURL: '/api/v1/',
    preferPost: options.preferPost,
    timeout: options.deadlineMs,
    requestInterceptor: {
      onFulfilled: (config) => ({
        ...config,
        maxRedirects: 0,
        transformResponse: [],
        adapter: async (adapterConfig) => {
          const answer = await carry(adapterConfig).catch((error: unknown) => {
            failure = error;
          });
          // The driver wraps what it catches together with the request; it only learns that there is something.
          if (answer === undefined) throw new Error('carried elsewhere');
          return {
            data: PLACEHOLDER,
            status: 200,
            statusText: '',
            headers: {},
            config: adapterConfig,
          };
        },
      }),
    },
  });

  try {
    await call(driver);
  } catch (error) {
    // What the driver throws is a plain object around the request; ours was kept aside.
    if (failure !== undefined) throw failure;
    if (error instanceof Error && envelope === undefined) throw error;
  }
  if (envelope === undefined) throw new UpstreamError('prometheus', 'malformed');
  return envelope;
}

/** The envelope with the entries that came before those it holds. */
function withEntries(envelope: Envelope, entries: readonly unknown[]): Envelope {
  const data = envelope.data;
  const last = typeof data === 'object' && data !== null && 'result' in data ? data.result : undefined;
  if (!Array.isArray(last)) return envelope;
  return { ...envelope, data: { ...(data as object), result: [...entries, ...(last as unknown[])] } };
}

function toGuardedRequest(config: AxiosConfig, options: DriveOptions): GuardedRequest {
  const url = new URL(String(config.url ?? ''), String(config.baseURL ?? PLACEHOLDER_ENDPOINT));
  const isPost = config.method?.toLowerCase() === 'post';
  const parameters = new URLSearchParams(String(config.params ?? ''));
  const fields = new URLSearchParams(String(config.data ?? ''));
  if (options.limit !== undefined) (isPost ? fields : parameters).set('limit', String(options.limit));
  if (options.atServerTime === true) (isPost ? fields : parameters).delete('time');
  const query = parameters.toString();
  return {
    method: isPost ? 'POST' : 'GET',
    path: query === '' ? url.pathname : `${url.pathname}?${query}`,
    ...(isPost && { body: { contentType: 'application/x-www-form-urlencoded', text: fields.toString() } }),
    deadlineMs: options.deadlineMs,
    maxBytes: options.maxBytes,
    signal: options.signal,
  };
}
