import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError, methodNotAllowedError } from './api-error';
import { encodeSwaggerDocument } from './encode-openapi-v2';
import { makeSwaggerDocument } from './openapi-v2';
import type { ResourceTable } from './resource-table';
import { sendBytes } from './send-bytes';
import { sendJson } from './send-json';

const protobufType = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';
/** What older clients ask for; its at sign may not stand in a Content-Type, so the answer has the other name. */
const olderProtobufType = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf';
const jsonTypes = new Set(['application/json', 'application/*', '*/*']);

/** The first form the Accept header names that can be served; JSON without a header, undefined when there is none. */
export function chooseOpenApiForm(accept: string | undefined): 'json' | 'protobuf' | undefined {
  for (const clause of (accept ?? '*/*').split(',')) {
    const media = (clause.split(';')[0] ?? '').trim().toLowerCase();
    if (media === protobufType || media === olderProtobufType) return 'protobuf';
    if (jsonTypes.has(media)) return 'json';
  }
  return undefined;
}

/** Answers `/openapi/v2` as protobuf or JSON. Throws a 406 for other forms and a 405 for other methods than GET. */
export function serveOpenApiV2(
  table: ResourceTable,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') throw methodNotAllowedError();
  const form = chooseOpenApiForm(request.headers.accept);
  if (form === undefined) {
    const why = `only the following media types are accepted: application/json, ${protobufType}`;
    throw new ApiError(406, 'NotAcceptable', why);
  }
  const document = makeSwaggerDocument(table);
  if (form === 'json') return sendJson(response, 200, document);
  sendBytes(response, 200, encodeSwaggerDocument(document), protobufType);
}
