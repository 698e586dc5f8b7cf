import 'server-only';
import { setMaxListeners } from 'node:events';
import type { Outcome, Problem } from '@/lib/core/mesh/problem';
import { ConfigError } from './environment';
import { see, type View } from './identity/see';
import { logger } from './logger';
import { badRequest, problemResponse } from './problems';
import { getRuntime, type Runtime } from './runtime';
import { selfMetrics } from './self-metrics';

/**
 * Wraps a route: a value becomes JSON, a problem becomes 400, or 404 or 503 where the request is well, a defect becomes a fixed 500 with nothing of its text.
 * Whoever is not signed in gets 401 and nothing else; `ask` is given only what whoever asks may see. `route` names the
 * handler in logs.
 */
export function answer<T>(
  route: string,
  request: Request,
  ask: (seen: Runtime) => Promise<Outcome<T>>,
): Promise<Response> {
  return answerAs(route, request, async (view) => addWarnings(await ask(view.runtime), view), tell);
}

/** The same where a value becomes another response. */
export function answerAs<T>(
  route: string,
  request: Request,
  ask: (view: View) => Promise<Outcome<T>>,
  toResponse: (value: T) => Response,
): Promise<Response> {
  return respondTo(route, request, async () => {
    const view = await see(getRuntime(), request.headers);
    if (view === undefined) return refuseStranger();
    const outcome = await ask(view);
    return outcome.ok ? toResponse(outcome.value) : refuse(outcome.problem);
  });
}

/** The same for an answer that is no JSON, such as a stream. */
export function answerWith(
  route: string,
  request: Request,
  ask: (seen: Runtime, view: View) => Promise<Response> | Response,
): Promise<Response> {
  return respondTo(route, request, async () => {
    const view = await see(getRuntime(), request.headers);
    return view === undefined ? refuseStranger() : ask(view.runtime, view);
  });
}

/** The same for what those may ask who are not signed in: only how to sign in. */
export function answerAnyone(
  route: string,
  request: Request,
  ask: (runtime: Runtime) => Promise<Response>,
): Promise<Response> {
  return respondTo(route, request, () => ask(getRuntime()));
}

/** JSON that nobody keeps. */
export function tell(value: unknown): Response {
  return Response.json(value, { headers: { 'cache-control': 'no-store' } });
}

export function refuseStranger(): Response {
  return problemResponse(401, 'You are not signed in', {
    code: 'not-signed-in',
    message: 'Sign in to see anything here.',
  });
}

/** What is missing because it could not be found out who may see it belongs to every answer that can say so. */
export function addWarnings<T>(outcome: Outcome<T>, { warnings }: View): Outcome<T> {
  if (!outcome.ok || warnings.length === 0) return outcome;
  const { value } = outcome;
  if (typeof value !== 'object' || value === null) return outcome;
  if (!('warnings' in value) || !Array.isArray(value.warnings)) return outcome;
  return { ok: true, value: { ...value, warnings: [...warnings, ...value.warnings] } };
}

async function respondTo(route: string, request: Request, ask: () => Promise<Response>): Promise<Response> {
  const id = requestId(request);
  // One request asks many questions, and each of them listens for its end.
  setMaxListeners(0, request.signal);
  const end = selfMetrics().begin(route);
  const startedMs = performance.now();
  const response = await respond(route, id, request, ask);
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

async function respond(
  route: string,
  id: string,
  request: Request,
  ask: () => Promise<Response>,
): Promise<Response> {
  try {
    return await ask();
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
