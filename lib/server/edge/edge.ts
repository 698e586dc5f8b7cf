import 'server-only';
import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { BUILT, type SendBuiltFile } from './built-files';
import type { EdgeConfig } from './edge-config';
import { isForeign, isOwnHost } from './may-ask';
import { REFUSALS, sendRefusal, type Refusal } from './refusal';
import { readPath } from './request-target';
import { responseHeaders } from './response-headers';
import type { Place, RouteTable } from './route-table';
import { CALLBACK } from './route-table';

type Next = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Headers by which Next tells itself things. What comes from outside is not to be believed. */
const INTERNAL =
  /^(x-middleware-|x-nextjs-|x-now-|x-invoke-|x-matched-path$|x-forwarded-host$|x-nonce$|content-security-policy)/;

/** Stands before Next: nothing is answered without it, and nothing leaves without its headers. */
export class Edge {
  readonly #config: EdgeConfig;
  readonly #table: RouteTable;
  readonly #sendBuiltFile: SendBuiltFile;

  constructor(config: EdgeConfig, table: RouteTable, sendBuiltFile: SendBuiltFile) {
    this.#config = config;
    this.#table = table;
    this.#sendBuiltFile = sendBuiltFile;
  }

  async answer(request: IncomingMessage, response: ServerResponse, next: Next): Promise<void> {
    const path = this.#pathOf(request);
    const place = path === undefined ? undefined : this.#table.placeOf(path);
    const refusal = this.#refuse(request, path, place);
    const nonce = refusal === undefined && place !== 'api' && place !== 'file' ? makeNonce() : undefined;
    sendWith(response, responseHeaders(this.#config, nonce), place === 'api' || refusal !== undefined);
    if (refusal !== undefined) return sendRefusal(request, response, refusal, isOfApi(path ?? ''));
    if (path?.startsWith(`${BUILT}/`) && this.#sendBuiltFile(request, response, path)) return;
    for (const name of Object.keys(request.headers)) if (INTERNAL.test(name)) delete request.headers[name];
    if (nonce !== undefined) {
      // Next reads the nonce for its own scripts from the policy, our layout from the other header.
      request.headers['content-security-policy'] = `script-src 'nonce-${nonce}'`;
      request.headers['x-nonce'] = nonce;
    }
    // The page that says so would otherwise hold the address that was asked for.
    if (place === undefined) request.url = `${this.#config.basePath}/_not-found`;
    await next(request, response);
  }

  /** What a connection is told that asks for something else than HTTP, or that cannot be understood. */
  rawRefusal(): string {
    const text = 'This request cannot be understood.\n';
    const headers = {
      ...responseHeaders(this.#config),
      'cache-control': 'no-store',
      'content-type': 'text/plain; charset=utf-8',
      'content-length': String(text.length),
      connection: 'close',
    };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    return `HTTP/1.1 400 Bad Request\r\n${lines.join('')}\r\n${text}`;
  }

  /** Below the base path; `''` for what is beside it, undefined for what is no path. */
  #pathOf({ url }: IncomingMessage): string | undefined {
    const { basePath } = this.#config;
    const path = readPath(url);
    if (path === undefined || basePath === '') return path;
    if (path === basePath) return '/';
    return path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : '';
  }

  #refuse(
    { method, headers }: IncomingMessage,
    path: string | undefined,
    place: Place | undefined,
  ): Refusal | undefined {
    const { hosts } = this.#config;
    if (!isOwnHost(headers.host, hosts)) return REFUSALS.host;
    if (path === undefined || 'next-action' in headers || !isPlainHttp(headers)) return REFUSALS.malformed;
    const posted = this.#table.takesPosts(path);
    if (method !== 'GET' && method !== 'HEAD' && !(method === 'POST' && posted))
      return posted ? REFUSALS.methodOfQuestion : REFUSALS.method;
    if (place === 'api' && path !== CALLBACK && isForeign(headers, hosts)) return REFUSALS.foreign;
    // Whoever does not want a page gets no page.
    const isForPeople = path !== '' && !isOfApi(path) && !path.startsWith('/_next');
    return place === undefined && !isForPeople ? REFUSALS.nothing : undefined;
  }
}

/** Nobody speaks another protocol here. Some clients offer HTTP/2, which may be passed over. */
function isPlainHttp({ upgrade }: IncomingHttpHeaders): boolean {
  return upgrade === undefined || upgrade.toLowerCase() === 'h2c';
}

function makeNonce(): string {
  return randomBytes(16).toString('base64');
}

function isOfApi(path: string): boolean {
  return path === '/api' || path.startsWith('/api/');
}

/** Headers are added when the answer's own are complete, so that nobody after us can lose them. */
function sendWith(
  response: ServerResponse,
  headers: Readonly<Record<string, string>>,
  noStore: boolean,
): void {
  const { writeHead } = response;
  const complete = (status: number, ...rest: unknown[]): unknown => {
    // Headers that are given here would go before those that are set.
    const given = rest.find((one) => typeof one === 'object' && one !== null);
    for (const [name, value] of listHeaders(given)) response.setHeader(name, value);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.removeHeader('x-powered-by');
    if (noStore && !response.hasHeader('cache-control')) response.setHeader('cache-control', 'no-store');
    const message = rest.filter((one) => typeof one === 'string');
    return Reflect.apply(writeHead, response, [status, ...message]);
  };
  Object.defineProperty(response, 'writeHead', { value: complete, writable: true, configurable: true });
  keepSingle(response);
}

/**
 * Next makes lists of the headers of an API's answer, also of one value, and then does not know the type of what it could
 * compress.
 */
function keepSingle(response: ServerResponse): void {
  const { setHeader } = response;
  const set = (name: string, value: HeaderValue): unknown => {
    const only = Array.isArray(value) && value.length === 1 ? value[0] : value;
    return Reflect.apply(setHeader, response, [name, only]);
  };
  Object.defineProperty(response, 'setHeader', { value: set, writable: true, configurable: true });
}

type HeaderValue = number | string | readonly string[];

/** As Node takes them: by name, or names and values by turns. */
function listHeaders(given: unknown): [string, HeaderValue][] {
  if (typeof given !== 'object' || given === null) return [];
  const pairs = Array.isArray(given)
    ? given.flatMap((name, i): [unknown, unknown][] => (i % 2 === 0 ? [[name, given[i + 1]]] : []))
    : Object.entries(given);
  return pairs.flatMap(([name, value]): [string, HeaderValue][] => {
    const isValue = typeof value === 'string' || typeof value === 'number' || Array.isArray(value);
    return typeof name === 'string' && isValue
      ? [[name, Array.isArray(value) ? value.map(String) : value]]
      : [];
  });
}
