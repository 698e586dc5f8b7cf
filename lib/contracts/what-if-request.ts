import { fail, succeed, type Outcome } from '@/lib/core/mesh/problem';
import { readGraphRequest, type GraphRequest } from './graph-request';
import { whatIfBodySchema } from './what-if';

/** What `POST /api/what-if` is asked. */
export interface WhatIfRequest extends Pick<GraphRequest, 'namespaces' | 'windowSeconds' | 'atSeconds'> {
  readonly documents: string;
}

/** UTF-8 bytes of a whole request: what it quotes may be twice as long as what it means. */
export const MOST_BODY_BYTES = 1_048_576;
/** Characters of the documents. */
export const LONGEST_DOCUMENTS = 131_072;

/** Reads the body of `POST /api/what-if`. */
export function parseWhatIfRequest(text: string): Outcome<WhatIfRequest> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return fail('invalid-body', 'The body is a JSON object.');
  }
  const read = whatIfBodySchema.safeParse(json);
  if (!read.success) {
    const field = read.error.issues[0]?.path[0];
    const known = ['documents', 'window', 'at', 'namespaces'].find((name) => name === field);
    const message = 'The body has documents, a text, and may have window, at and namespaces.';
    return fail('invalid-body', message, known);
  }
  const { documents, window, at, namespaces } = read.data;
  if (documents.length > LONGEST_DOCUMENTS) {
    const message = `documents holds at most ${LONGEST_DOCUMENTS / 1024} KiB of text.`;
    return fail('documents-too-large', message, 'documents');
  }
  const request = readGraphRequest({
    ...(window === undefined ? {} : { window }),
    ...(at === undefined ? {} : { at: String(at) }),
    ...(namespaces === undefined ? {} : { namespaces: namespaces.join(',') }),
  });
  if (!request.ok) return request;
  const { namespaces: names, windowSeconds, atSeconds } = request.value;
  return succeed({
    documents,
    windowSeconds,
    ...(names === undefined ? {} : { namespaces: names }),
    ...(atSeconds === undefined ? {} : { atSeconds }),
  });
}
