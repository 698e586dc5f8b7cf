import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { ApiContext } from './api-context';
import { ApiError, notFoundError, unknownPathError } from './api-error';
import { authorizeRequest } from './authorize-request';
import { isRecord, readList, readString } from './json-value';
import type { KubernetesObject } from './object-store';

/** Where a Service's port really is; undefined where nobody listens. */
export type FindBackend = (namespace: string, service: string, port: number) => string | undefined;

const PROXY_PATH = /^\/api\/v1\/namespaces\/([^/]+)\/services\/([^/]+)\/proxy(\/.*)?$/;

/** Verbs that the real API asks for, by method. */
const VERBS: Readonly<Record<string, string>> = {
  GET: 'get',
  HEAD: 'get',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

/** What the path asks to be carried on; undefined for every other path. */
export function matchServiceProxy(
  pathname: string,
): { namespace: string; service: string; port: string; rest: string } | undefined {
  const [, namespace, place, rest] = PROXY_PATH.exec(pathname) ?? [];
  if (namespace === undefined || place === undefined) return undefined;
  const parts = decodeURIComponent(place).split(':');
  // A scheme may stand in front: `https:name:port`.
  const [service = '', port = ''] = parts.length === 3 ? parts.slice(1) : parts;
  return { namespace: decodeURIComponent(namespace), service, port, rest: rest ?? '/' };
}

/** Carries a request to a Service, as the API server does for whoever may use `services/proxy`. */
export function serveServiceProxy(
  context: ApiContext,
  findBackend: FindBackend,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const asked = matchServiceProxy(url.pathname);
  const type = context.store.types.resolve('services', '');
  if (asked === undefined || type === undefined) throw unknownPathError();
  const { namespace, service, port, rest } = asked;
  const verb = VERBS[request.method ?? ''] ?? 'get';
  authorizeRequest(context, { type, version: 'v1', namespace, name: service, subresource: 'proxy' }, verb);
  const object = context.store.read(type, namespace, service);
  if (object === undefined) throw notFoundError(type, service);
  const number = portNumber(object, port);
  const backend = number === undefined ? undefined : findBackend(namespace, service, number);
  if (backend === undefined) {
    throw new ApiError(503, 'ServiceUnavailable', `no endpoints available for service "${service}"`);
  }
  const { authorization: _ours, host: _host, ...headers } = request.headers;
  const onward = httpRequest(
    new URL(`${rest}${url.search}`, backend),
    { method: request.method, headers },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    },
  );
  onward.on('error', () => response.destroy());
  response.on('close', () => onward.destroy());
  request.pipe(onward);
}

/** A Service's port by number or name; the only one where none is told. */
function portNumber(service: KubernetesObject, asked: string): number | undefined {
  const ports = readList(service, 'spec', 'ports').filter(isRecord);
  const found =
    asked === '' && ports.length === 1
      ? ports[0]
      : ports.find((port) => String(port['port']) === asked || readString(port, 'name') === asked);
  return typeof found?.['port'] === 'number' ? found['port'] : undefined;
}
