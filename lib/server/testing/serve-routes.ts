import 'server-only';
import fs from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

interface Route {
  readonly segments: readonly string[];
  readonly handlers: Readonly<Partial<Record<string, Handler>>>;
}

export interface ServedRoutes {
  readonly url: string;
  /** Every route as its folder names it, for instance `/api/traces/[id]`. */
  readonly paths: readonly string[];
  close(): Promise<void>;
}

const METHODS = ['GET', 'POST', 'DELETE'] as const;

/** Serves the handlers of `app/api` as they are, on a loopback socket. */
export async function serveRoutes(root: string, port = 0): Promise<ServedRoutes> {
  const routes = await loadRoutes(root);
  const server = createServer((request, response) => {
    handle(routes, request, response).catch((error: unknown) => {
      response.writeHead(599).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The routes have no TCP address.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    paths: routes.map(({ segments }) => `/${segments.join('/')}`),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function loadRoutes(root: string): Promise<Route[]> {
  const files = fs
    .readdirSync(path.join(root, 'app/api'), { recursive: true, encoding: 'utf8' })
    .filter((file) => path.basename(file) === 'route.ts');
  return Promise.all(
    files.map(async (file) => {
      const module: Record<string, unknown> = await import(path.join(root, 'app/api', file));
      const handlers = Object.fromEntries(
        METHODS.flatMap((method) => (isHandler(module[method]) ? [[method, module[method]]] : [])),
      );
      return { segments: ['api', ...path.dirname(file).split(path.sep)], handlers };
    }),
  );
}

function isHandler(value: unknown): value is Handler {
  return typeof value === 'function';
}

async function handle(routes: readonly Route[], incoming: IncomingMessage, outgoing: ServerResponse) {
  const url = new URL(incoming.url ?? '/', `http://${incoming.headers.host ?? 'localhost'}`);
  const found = find(routes, url.pathname.split('/').filter(Boolean));
  const handler = found?.route.handlers[incoming.method ?? 'GET'];
  if (found === undefined || handler === undefined)
    return outgoing.writeHead(found === undefined ? 404 : 405).end();
  const stop = new AbortController();
  outgoing.once('close', () => stop.abort());
  const hasBody = incoming.method === 'POST';
  const request = new Request(url, {
    method: incoming.method ?? 'GET',
    headers: Object.entries(incoming.headers).flatMap(([name, value]) =>
      value === undefined
        ? []
        : [[name, Array.isArray(value) ? value.join(', ') : value] as [string, string]],
    ),
    signal: stop.signal,
    ...(hasBody ? { body: await readAll(incoming) } : {}),
  });
  const response = await handler(request, { params: Promise.resolve(found.params) });
  const cookies = response.headers.getSetCookie();
  const headers = Object.fromEntries([...response.headers].filter(([name]) => name !== 'set-cookie'));
  outgoing.writeHead(response.status, {
    ...headers,
    ...(cookies.length > 0 ? { 'set-cookie': cookies } : {}),
  });
  if (response.body === null) return outgoing.end();
  return Readable.fromWeb(response.body as ReadableStream)
    .on('error', () => outgoing.destroy())
    .pipe(outgoing);
}

async function readAll(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

function find(routes: readonly Route[], given: readonly string[]) {
  // A fixed name goes before a place for any.
  const sorted = routes.toSorted((a, b) => Number(isOpen(a)) - Number(isOpen(b)));
  for (const route of sorted) {
    if (route.segments.length !== given.length) continue;
    const params: Record<string, string> = {};
    const fits = route.segments.every((segment, i) => {
      const name = /^\[(.+)\]$/.exec(segment)?.[1];
      if (name === undefined) return segment === given[i];
      params[name] = decodeURIComponent(given[i] ?? '');
      return true;
    });
    if (fits) return { route, params };
  }
  return undefined;
}

function isOpen({ segments }: Route): boolean {
  return segments.some((segment) => segment.startsWith('['));
}
