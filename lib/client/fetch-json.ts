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
  { signal, body: posted, fetcher = fetch }: FetchJsonOptions = {},
): Promise<z.output<Schema>> {
  const response = await ask(fetcher, path, posted, signal);
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
  fetcher: typeof fetch,
  path: string,
  posted: object | undefined,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const accept = { accept: 'application/json, application/problem+json' };
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
