import 'server-only';
import type { Outcome, Problem } from '@/lib/core/mesh/problem';
import { ConfigError } from './environment';
import { logger } from './logger';
import { badRequest, problemResponse } from './problems';
import { selfMetrics } from './self-metrics';

/**
 * Wraps a route: a value becomes JSON, a problem becomes 400, or 404 or 503 where the request is well, a defect becomes a fixed 500 with nothing of its text.
 * `route` names the handler in logs.
 */
export function answer<T>(
  route: string,
  request: Request,
  ask: () => Promise<Outcome<T>>,
): Promise<Response> {
  const toResponse = (value: T) => Response.json(value, { headers: { 'cache-control': 'no-store' } });
  return answerAs(route, request, ask, toResponse);
}

/** The same where a value becomes another response. */
export async function answerAs<T>(
  route: string,
  request: Request,
  ask: () => Promise<Outcome<T>>,
  toResponse: (value: T) => Response,
): Promise<Response> {
  const id = requestId(request);
  const end = selfMetrics().begin(route);
  const startedMs = performance.now();
  const response = await respond({ route, id, request, ask, toResponse });
  end(response.status);
  const durationMs = Math.round(performance.now() - startedMs);
  logger.debug({ requestId: id, route, status: response.status, durationMs }, 'Answered');
  response.headers.set('x-request-id', id);
  return response;
}

/** That of a proxy before us where it is a plain word, so that both logs can be read together. */
function requestId(request: Request): string {
  const given = request.headers.get('x-request-id') ?? '';
  return /^[\w-]{8,64}$/.test(given) ? given : crypto.randomUUID();
}

interface Exchange<T> {
  readonly route: string;
  readonly id: string;
  readonly request: Request;
  readonly ask: () => Promise<Outcome<T>>;
  readonly toResponse: (value: T) => Response;
}

async function respond<T>({ route, id, request, ask, toResponse }: Exchange<T>): Promise<Response> {
  try {
    const outcome = await ask();
    if (!outcome.ok) return refuse(outcome.problem);
    return toResponse(outcome.value);
  } catch (error) {
    if (request.signal.aborted) return new Response(null, { status: 499 });
    if (error instanceof ConfigError) {
      return problemResponse(500, 'Telltale is configured wrongly', {
        code: 'invalid-configuration',
        message: error.message,
      });
    }
    logger.error({ requestId: id, route, err: error }, 'A request failed');
    return problemResponse(500, 'Something went wrong in Telltale', {
      code: 'internal-error',
      message: 'The log of the server says more.',
    });
  }
}

/** Most problems are of the request itself. */
function refuse(problem: Problem): Response {
  if (problem.code === 'trace-not-found') return problemResponse(404, 'There is no such trace', problem);
  if (problem.code === 'traces-unavailable') return problemResponse(503, 'Traces cannot be read', problem);
  return badRequest(problem);
}
