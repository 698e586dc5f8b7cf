import type * as z from 'zod';
import { problemSchema } from '@/lib/contracts/problem';
import { RequestFailure } from './request-failure';
import { ownAddress } from '@/lib/client/own-address';

export interface FetchJsonOptions {
  readonly signal?: AbortSignal;
  /** Posted as JSON; absent for questions that the address holds whole. */
  readonly body?: object;
  /** Injected by tests; the browser's own otherwise. */
  readonly fetcher?: typeof fetch;
}

/**
 * Asks a path of our own API, by GET or with a body, and checks the answer against its contract.
 * Throws `RequestFailure`; an abort is passed on as it came.
 */
export async function fetchJson<Schema extends z.ZodType>(
  schema: Schema,
  path: string,
  options: FetchJsonOptions = {},
): Promise<z.output<Schema>> {
  return readAnswer(schema, await ask(path, options), options.signal);
}

/** An answer that the server can tell from another by its tag. */
export interface TaggedAnswer<Answer> {
  readonly answer: Answer;
  /** Absent where the server gave none. */
  readonly etag?: string;
}

export interface FetchTaggedOptions<Answer> extends FetchJsonOptions {
  /**
   * The last answer to the same question: another has to be of a later instant, and is not sent where nothing else of it
   * would be new.
   */
  readonly last?: TaggedAnswer<Answer> | undefined;
  /** How old an answer may be that the server made for somebody else. */
  readonly maxAgeSeconds: number;
}

/** Of a question, what the last answer was about; of an answer that nothing is new, what it is about. */
const AT_HEADER = 'telltale-at';

/** The same for answers with an instant, which come with a tag. What did not change is the very object it was. */
export async function fetchTagged<Answer extends { readonly at: number }>(
  schema: z.ZodType<Answer>,
  path: string,
  { last, maxAgeSeconds, ...options }: FetchTaggedOptions<Answer>,
): Promise<TaggedAnswer<Answer>> {
  const headers = {
    'cache-control': `max-age=${Math.max(0, Math.floor(maxAgeSeconds))}`,
    ...(last === undefined ? {} : { [AT_HEADER]: String(last.answer.at) }),
    ...(last?.etag === undefined ? {} : { 'if-none-match': last.etag }),
  };
  const response = await ask(path, options, headers);
  if (response.status === 304 && last !== undefined) {
    const at = Number(response.headers.get(AT_HEADER) ?? Number.NaN);
    return Number.isFinite(at) ? { ...last, answer: { ...last.answer, at } } : last;
  }
  const answer = await readAnswer(schema, response, options.signal);
  const etag = response.headers.get('etag');
  return { answer, ...(etag === null ? {} : { etag }) };
}

async function readAnswer<Schema extends z.ZodType>(
  schema: Schema,
  response: Response,
  signal: AbortSignal | undefined,
): Promise<z.output<Schema>> {
  const body = await readBody(response, signal);
  if (!response.ok) throw explainRefusal(response, body);
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue ? ` at "${issue.path.join('.')}": ${issue.message}` : '';
  throw new RequestFailure('badAnswer', `The answer does not have the expected shape${where}.`, {
    status: response.status,
  });
}

async function ask(
  path: string,
  { signal, body: posted, fetcher = fetch }: FetchJsonOptions,
  more: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const accept = { accept: 'application/json, application/problem+json', ...more };
  try {
    return await fetcher(ownAddress(path), {
      ...(posted === undefined
        ? { headers: accept }
        : {
            method: 'POST',
            headers: { ...accept, 'content-type': 'application/json' },
            body: JSON.stringify(posted),
          }),
      cache: 'no-store',
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new RequestFailure(
      'network',
      'The server could not be reached. Is it running, and is this computer online?',
      {
        status: 0,
      },
    );
  }
}

/** The parsed body; undefined when it is not JSON. A connection that breaks half-way is a network failure. */
async function readBody(response: Response, signal: AbortSignal | undefined): Promise<unknown> {
  let text: string;
  try {
    text = await response.text();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new RequestFailure('network', 'The connection broke before the answer was complete.', {
      status: 0,
    });
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function explainRefusal(response: Response, body: unknown): RequestFailure {
  const problem = problemSchema.safeParse(body);
  const retryAfterSeconds = readRetryAfter(response.headers.get('retry-after'));
  const details = {
    status: response.status,
    ...(problem.success ? { problem: problem.data } : {}),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
  return problem.success
    ? new RequestFailure('problem', problem.data.detail, details)
    : new RequestFailure(
        'badAnswer',
        'Something between this page and Telltale answered in its place, for instance a proxy or a login page.',
        details,
      );
}

/** Seconds from now, given as such or as a date; undefined when the text is neither, or the date is past. */
function readRetryAfter(text: string | null): number | undefined {
  if (text === null) return undefined;
  if (/^\d{1,6}$/.test(text)) return Number(text);
  // Dates as HTTP writes them only: `Date.parse` would take nearly anything for a year.
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} [\d:]{8} GMT$/.test(text)) return undefined;
  const seconds = Math.ceil((Date.parse(text) - Date.now()) / 1_000);
  return seconds > 0 ? seconds : undefined;
}
