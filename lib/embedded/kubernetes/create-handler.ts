import type { IncomingMessage, ServerResponse } from 'node:http';
import { isGranted, type EmbeddedUser, type ReadGrant } from './access-users';
import type { AccessRequest, ApiContext } from './api-context';
import { badRequestError, describeFailure, methodNotAllowedError, unknownPathError } from './api-error';
import {
  findGroup,
  findResourceList,
  makeAggregatedDiscovery,
  makeGroupList,
  makeVersionInfo,
  makeVersionList,
  readAggregatedVersion,
} from './discovery';
import { guardRequest } from './guard-request';
import type { MemoryObjectStore } from './memory-store';
import { makeOpenApiDocument, makeOpenApiIndex } from './openapi';
import { decodeProtobuf, protobufMediaType } from './decode-protobuf';
import { parseBody, readBody, readMediaType } from './read-body';
import { parseGroupVersionPath, parseResourceTarget, splitPath } from './request-target';
import { answerReview, reviewTypes, type ReviewType } from './reviews';
import { sendJson } from './send-json';
import { serveOpenApiV2 } from './serve-openapi-v2';
import { serveResources } from './serve-resources';
import { matchServiceProxy, serveServiceProxy, type FindBackend } from './service-proxy';

export interface KubernetesHandlerOptions {
  store: MemoryObjectStore;
  /** Refuses with 403 what it answers false to; everything is allowed without it. */
  authorize?: (request: AccessRequest) => boolean;
  /** Bearer token every request must carry; none is needed without it. */
  token?: string;
  /** Who else may come, each with a token of their own. Without one a request is the demo account's. */
  users?: readonly EmbeddedUser[];
  /** What users and groups may read; the demo account may do what `authorize` allows. */
  grants?: readonly ReadGrant[];
  /** Where Services really are, for `services/proxy`; nowhere without it. */
  findBackend?: FindBackend;
  /** How often watches that allow bookmarks get one. Default 30 000. */
  bookmarkIntervalMs?: number;
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const probes = new Set(['healthz', 'livez', 'readyz']);

async function serveReview(
  context: ApiContext,
  review: ReviewType,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST') throw methodNotAllowedError();
  const mediaType = readMediaType(request);
  const bytes = await readBody(request);
  const body = mediaType === protobufMediaType ? decodeProtobuf(bytes) : parseBody(bytes, mediaType);
  sendJson(response, 201, answerReview(context, review, body));
}

/** Documents that do not depend on stored objects; undefined when the path names none. */
function findDocument(context: ApiContext, segments: readonly string[]): unknown {
  const { types } = context.store;
  const [root, first, second, third] = segments;
  if (root === undefined)
    return { paths: ['/api', '/apis', '/healthz', '/openapi/v2', '/openapi/v3', '/version'] };
  if (root === 'version' && first === undefined) return makeVersionInfo();
  if (root === 'api' && first === undefined) return makeVersionList();
  if (root === 'api' && second === undefined) return findResourceList(types, '', first ?? '');
  if (root === 'apis' && first === undefined) return makeGroupList(types);
  if (root === 'apis' && second === undefined) return findGroup(types, first ?? '');
  if (root === 'apis' && third === undefined) return findResourceList(types, first ?? '', second ?? '');
  if (root !== 'openapi' || first !== 'v3') return undefined;
  if (second === undefined) return makeOpenApiIndex(types);
  const path = parseGroupVersionPath(segments.slice(2));
  if (path === undefined || path.rest.length > 0) return undefined;
  const served = findResourceList(types, path.group, path.version);
  if (served === undefined) return undefined;
  return makeOpenApiDocument(types.groupVersion(path.group, path.version) ?? { ...path, types: [] });
}

async function serve(
  context: ApiContext,
  findBackend: FindBackend,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  let url: URL;
  try {
    url = new URL(request.url ?? '/', 'http://localhost');
  } catch {
    throw badRequestError('the request URL is malformed');
  }
  const segments = splitPath(url.pathname);
  const [root] = segments;
  if (root !== undefined && probes.has(root)) {
    response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
    response.end('ok');
    return;
  }
  if (matchServiceProxy(url.pathname) !== undefined)
    return serveServiceProxy(context, findBackend, url, request, response);
  if (url.pathname === '/openapi/v2') return serveOpenApiV2(context.store.types, request, response);
  const path = parseGroupVersionPath(segments);
  if (path === undefined || path.rest.length === 0 || root === 'openapi') {
    const aggregated = segments.length === 1 ? readAggregatedVersion(request.headers.accept) : undefined;
    const document = findDocument(context, segments);
    if (document === undefined) throw unknownPathError();
    if (request.method !== 'GET' && request.method !== 'HEAD') throw methodNotAllowedError();
    if (aggregated === undefined || (root !== 'api' && root !== 'apis'))
      return sendJson(response, 200, document);
    const type = `application/json;g=apidiscovery.k8s.io;v=${aggregated};as=APIGroupDiscoveryList`;
    return sendJson(response, 200, makeAggregatedDiscovery(context.store.types, root, aggregated), type);
  }
  const review = reviewTypes.find(
    ({ group, version, plural }) =>
      group === path.group && version === path.version && plural === path.rest[0],
  );
  if (review !== undefined && path.rest.length === 1) return serveReview(context, review, request, response);
  const target = parseResourceTarget(context.store.types, path);
  await serveResources({ context, target, query: url.searchParams, request, response });
}

/** The Kubernetes API over a store, as a handler for Node's http server. Every failure is answered with a Status. */
export function createKubernetesHandler(options: KubernetesHandlerOptions): Handler {
  const { grants = [] } = options;
  const account: ApiContext = {
    store: options.store,
    authorize: options.authorize ?? (() => true),
    authorizeOther: (subject, asked) => isGranted(grants, subject, asked),
    userName: 'telltale-demo',
    userGroups: ['system:authenticated'],
    bookmarkIntervalMs: options.bookmarkIntervalMs ?? 30_000,
  };
  const contextOf = (user: EmbeddedUser | undefined): ApiContext => {
    if (user === undefined) return account;
    const groups = [...user.groups, 'system:authenticated'];
    const subject = { name: user.name, groups };
    return {
      ...account,
      authorize: (asked) => isGranted(grants, subject, asked),
      userName: user.name,
      userGroups: groups,
    };
  };
  return (request, response) => {
    const answer = async (): Promise<void> => {
      const user = guardRequest(request, options);
      await serve(contextOf(user), options.findBackend ?? (() => undefined), request, response);
    };
    answer().catch((error: unknown) => {
      const { code, status } = describeFailure(error);
      // An unread body would be taken for the next request.
      if (!request.complete) response.setHeader('connection', 'close');
      sendJson(response, code, status);
    });
  };
}
