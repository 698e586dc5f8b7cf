import 'server-only';
import type { Outcome } from '@/lib/core/mesh/problem';
import { visibilityKey } from '@/lib/core/visibility/visibility';
import type { MeshPorts } from '@/lib/services/mesh-ports';
import { addWarnings, answerAs } from './answer';
import { shareAnswer, type AnswerBody, type TimedAnswer } from './shared-answers';

/** Of an answer, what it is about; of a question, what the last answer was about. */
const AT_HEADER = 'telltale-at';
const MOST_AGE_SECONDS = 60;

/**
 * `answer` for questions that many viewers have at once: those share answers who may see the same. `Cache-Control: max-age`
 * of the request says how old an answer may be, in seconds, and `Telltale-At` that it has to be about a later instant;
 * `If-None-Match` with the last answer's ETag is answered with 304 and the new instant while nothing else is new. `settle`
 * leaves of a request what makes a difference.
 */
export function answerShared<R extends object, T extends TimedAnswer>(
  route: string,
  request: Request,
  parse: (parameters: URLSearchParams) => Outcome<R>,
  ask: (ports: MeshPorts, request: R, signal: AbortSignal) => Promise<Outcome<T>>,
  settle: (ports: MeshPorts, request: R) => R = (_ports, asked) => asked,
): Promise<Response> {
  return answerAs(
    route,
    request,
    async (view) => {
      const parsed = parse(new URL(request.url).searchParams);
      if (!parsed.ok) return parsed;
      const { ports, changes } = view.runtime;
      const asked = settle(ports, parsed.value);
      const question = {
        route,
        request: asked,
        maxAgeMs: readMaxAgeMs(request),
        laterThan: Number(request.headers.get(AT_HEADER) ?? Number.NaN),
        revision: changes.revision,
        sight: visibilityKey(view.visibility),
        warnings: view.warnings,
      };
      return shareAnswer(changes, question, request.signal, async (signal) =>
        addWarnings(await ask(ports, asked, signal), view),
      );
    },
    (body) => toResponse(request, body),
  );
}

function readMaxAgeMs({ headers }: Request): number | undefined {
  const said = /(?:^|,)\s*max-age=(\d{1,5})\s*(?:,|$)/.exec(headers.get('cache-control') ?? '')?.[1];
  return said === undefined ? undefined : Math.min(Number(said), MOST_AGE_SECONDS) * 1000;
}

function toResponse({ headers }: Request, { text, etag, at }: AnswerBody): Response {
  // Nothing on the way may keep it: only the page knows whose eyes it was for.
  const told = { 'cache-control': 'no-store', etag, [AT_HEADER]: String(at) };
  if (headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers: told });
  // Next compresses it; it takes no body that is compressed already.
  return new Response(text, { headers: { ...told, 'content-type': 'application/json' } });
}
