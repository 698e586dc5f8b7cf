import 'server-only';
import type { ProblemAnswer } from '@/lib/contracts/problem';
import type { Problem } from '@/lib/core/mesh/problem';

/** Where the pages about problem codes live in this repository. A relative reference, as RFC 9457 allows. */
const PAGES = 'docs/errors';

/** A failing answer as `application/problem+json`. The texts are fixed or about a known field: input is never echoed. */
export function problemResponse(status: number, title: string, { code, message, field }: Problem): Response {
  const body: ProblemAnswer = {
    type: `${PAGES}/${code}.md`,
    title,
    status,
    code,
    detail: message,
    ...(field === undefined ? {} : { field }),
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
  });
}

export function badRequest(problem: Problem): Response {
  return problemResponse(400, 'The request cannot be understood', problem);
}
