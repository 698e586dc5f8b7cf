import 'server-only';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ProblemAnswer } from '@/lib/contracts/problem';

/** A refusal: sentences of ours, with nothing in them of what was asked. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly allow?: string;
}

const METHOD = {
  status: 405,
  code: 'method-not-allowed',
  title: 'Nothing here can be changed',
  detail: 'The API answers questions: GET, and POST of those that are too long for an address.',
} as const;

export const REFUSALS = {
  host: {
    status: 421,
    code: 'host-not-allowed',
    title: 'This is not a name of this server',
    detail: 'TELLTALE_HOSTS lists the names by which it may be asked.',
  },
  malformed: {
    status: 400,
    code: 'malformed-request',
    title: 'The request cannot be understood',
    detail: 'It is no plain HTTP request for a path.',
  },
  method: { ...METHOD, allow: 'GET, HEAD' },
  methodOfQuestion: { ...METHOD, allow: 'POST' },
  foreign: {
    status: 403,
    code: 'foreign-page',
    title: 'Only pages of this server may ask',
    detail: 'The browser says that a page from elsewhere asks.',
  },
  nothing: {
    status: 404,
    code: 'no-such-address',
    title: 'There is nothing at this address',
    detail: 'The address may be mistyped, or belong to another version of Telltale.',
  },
} as const satisfies Record<string, Refusal>;

/** Why somebody was refused: a word of ours, with a page in docs/errors. */
export type RefusalCode = (typeof REFUSALS)[keyof typeof REFUSALS]['code'];

/** Problem details for who asks the API, plain text for everybody else. */
export function sendRefusal(
  request: IncomingMessage,
  response: ServerResponse,
  { status, code, title, detail, allow }: Refusal,
  isOfApi: boolean,
): void {
  if (allow !== undefined) response.setHeader('allow', allow);
  // A body that nobody reads must not be taken for the next request.
  if (request.method !== 'GET' && request.method !== 'HEAD') response.setHeader('connection', 'close');
  response.statusCode = status;
  response.setHeader('content-type', isOfApi ? 'application/problem+json' : 'text/plain; charset=utf-8');
  const problem: ProblemAnswer = { type: `docs/errors/${code}.md`, title, status, code, detail };
  response.end(isOfApi ? JSON.stringify(problem) : `${title}. ${detail}\n`);
}
