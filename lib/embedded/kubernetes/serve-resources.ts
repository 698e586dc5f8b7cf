import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiContext } from './api-context';
import { methodNotAllowedError, notFoundError, unknownPathError } from './api-error';
import { authorizeRequest } from './authorize-request';
import { listObjects } from './list-objects';
import type { KubernetesObject } from './object-store';
import { makeMetadataView, makeTable, readObjectView, rewriteVersion } from './object-view';
import { decodeProtobuf, protobufMediaType } from './decode-protobuf';
import { parseBody, readBody, readMediaType, unsupportedMediaTypeError } from './read-body';
import type { ResourceTarget } from './request-target';
import { formatApiVersion } from './resource-table';
import { makeScale } from './scale-view';
import { sendJson } from './send-json';
import { watchObjects } from './watch-objects';
import {
  createObject,
  deleteCollection,
  deleteObject,
  patchTarget,
  replaceObject,
  type WriteRequest,
  type WriteResult,
} from './write-objects';

interface Exchange {
  readonly context: ApiContext;
  readonly target: ResourceTarget;
  readonly query: URLSearchParams;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

function isTrue(value: string | null): boolean {
  return value === 'true' || value === '1';
}

/** Sends one object in the view the client accepts. */
function sendObject(exchange: Exchange, code: number, object: KubernetesObject): void {
  const { context, target, query, request, response } = exchange;
  const seen = rewriteVersion(object, formatApiVersion(target.type.group, target.version));
  const view = readObjectView(request.headers.accept);
  if (view === 'object') return sendJson(response, code, seen);
  if (view === 'metadata') return sendJson(response, code, makeMetadataView(seen));
  const options = { include: query.get('includeObject'), nowMs: context.store.now() };
  const { resourceVersion } = seen.metadata;
  sendJson(response, code, makeTable(target.type, [seen], { resourceVersion }, options));
}

function sendList(
  exchange: Exchange,
  objects: readonly KubernetesObject[],
  metadata: Record<string, unknown>,
): void {
  const { context, target, query, request, response } = exchange;
  const apiVersion = formatApiVersion(target.type.group, target.version);
  const items = objects.map((object) => rewriteVersion(object, apiVersion));
  const view = readObjectView(request.headers.accept);
  if (view === 'table') {
    const options = { include: query.get('includeObject'), nowMs: context.store.now() };
    return sendJson(response, 200, makeTable(target.type, items, metadata, options));
  }
  if (view === 'metadata') {
    const list = { kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1', metadata };
    return sendJson(response, 200, { ...list, items: items.map(makeMetadataView) });
  }
  sendJson(response, 200, { kind: `${target.type.kind}List`, apiVersion, metadata, items });
}

function serveRead(exchange: Exchange): void {
  const { context, target, query, request, response } = exchange;
  const { store } = context;
  const view = readObjectView(request.headers.accept);
  if (isTrue(query.get('watch')) && target.subresource === undefined) {
    authorizeRequest(context, target, 'watch');
    return watchObjects({
      store,
      target,
      query,
      view,
      response,
      bookmarkIntervalMs: context.bookmarkIntervalMs,
    });
  }
  authorizeRequest(context, target, target.name === undefined ? 'list' : 'get');
  if (target.name === undefined) {
    const page = listObjects(store, target, query);
    return sendList(exchange, page.items, page.metadata);
  }
  const object = store.read(target.type, target.namespace, target.name);
  if (object === undefined) throw notFoundError(target.type, target.name);
  if (target.subresource === 'scale') return sendJson(response, 200, makeScale(object));
  sendObject(exchange, 200, object);
}

async function readWrite(exchange: Exchange): Promise<WriteRequest> {
  const { target, query, request } = exchange;
  const mediaType = readMediaType(request);
  const bytes = await readBody(request);
  if (bytes.length === 0) return { target, query, mediaType, body: undefined };
  // DeleteOptions may come as protobuf; what they say hardly matters here.
  if (mediaType === protobufMediaType && request.method === 'DELETE')
    return { target, query, mediaType, body: undefined };
  if (mediaType === protobufMediaType) return { target, query, mediaType, body: decodeProtobuf(bytes) };
  const readable = /^application\/(json|yaml|x-yaml|([a-z-]+\+(json|yaml)))$/.test(mediaType);
  if (!readable) throw unsupportedMediaTypeError(['application/json', 'application/yaml']);
  return { target, query, mediaType, body: parseBody(bytes, mediaType) };
}

const verbByMethod: Readonly<Record<string, string>> = {
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

function perform(context: ApiContext, method: string, write: WriteRequest): WriteResult {
  switch (method) {
    case 'POST':
      return createObject(context, write);
    case 'PUT':
      return replaceObject(context, write);
    case 'PATCH':
      return patchTarget(context, write);
    default:
      return deleteObject(context, write);
  }
}

async function serveWrite(exchange: Exchange): Promise<void> {
  const { context, target, request, response } = exchange;
  const method = request.method ?? '';
  const verb = verbByMethod[method];
  const onCollection = target.name === undefined;
  if (verb === undefined || (method === 'POST') !== onCollection) {
    if (method !== 'DELETE') throw methodNotAllowedError();
  }
  if (target.subresource !== undefined && method === 'DELETE') throw methodNotAllowedError();
  authorizeRequest(context, target, method === 'DELETE' && onCollection ? 'deletecollection' : (verb ?? ''));
  const write = await readWrite(exchange);
  if (method === 'DELETE' && onCollection) {
    const gone = deleteCollection(context, write);
    return sendList(exchange, gone, { resourceVersion: String(context.store.resourceVersion) });
  }
  const result = perform(context, method, write);
  if (result.raw === true) return sendJson(response, result.code, result.object);
  sendObject(exchange, result.code, result.object);
}

/** Answers a request for objects: get, list, watch and all writes. Refusals are thrown as `ApiError`. */
export async function serveResources(exchange: Exchange): Promise<void> {
  const { target, request } = exchange;
  const known = target.type.subresources?.map(String) ?? [];
  if (target.subresource !== undefined && !known.includes(target.subresource)) throw unknownPathError();
  if (target.name !== undefined && target.type.namespaced && target.namespace === undefined)
    throw unknownPathError();
  if (request.method === 'GET' || request.method === 'HEAD') serveRead(exchange);
  else await serveWrite(exchange);
}
