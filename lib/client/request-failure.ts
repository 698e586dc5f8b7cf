import type { ProblemAnswer } from '@/lib/contracts/problem';

/** Why a request to our own API gave no usable answer. */
export type FailureKind = 'problem' | 'network' | 'badAnswer';

/**
 * One failed request to the API.
 * `problem`: the server explained itself (RFC 9457). `network`: no answer at all. `badAnswer`: an answer that
 * does not fit the contract, for instance a proxy's login page.
 */
export class RequestFailure extends Error {
  override readonly name = 'RequestFailure';

  constructor(
    readonly kind: FailureKind,
    message: string,
    readonly details: {
      /** HTTP status; 0 when there was no answer. */
      readonly status: number;
      readonly problem?: ProblemAnswer;
      readonly retryAfterSeconds?: number;
    },
  ) {
    super(message);
  }
}

/** What a person is told: title, sentence, stable code and the page that explains it. */
export interface FailureWords {
  readonly title: string;
  readonly detail: string;
  readonly code: string;
  /** A link to the page that explains the code. */
  readonly docsAddress: string | undefined;
  /** Where that page is in the repository, when it has no address of its own. */
  readonly docsPath: string | undefined;
  readonly field: string | undefined;
}

const NO_PAGE = { docsAddress: undefined, docsPath: undefined, field: undefined } as const;
const DOCS_PATH = /^docs\/errors\/[a-z0-9-]{1,80}\.md$/;

/** Words for anything that was thrown by a query. */
export function describeFailure(error: unknown): FailureWords {
  if (!(error instanceof RequestFailure)) {
    const detail = error instanceof Error ? error.message : 'An unexpected error happened in this page.';
    return { title: 'This page failed', detail, code: 'page-error', ...NO_PAGE };
  }
  const { problem, status } = error.details;
  if (problem) {
    return {
      title: problem.title,
      detail: problem.detail,
      code: problem.code,
      docsAddress: readWebAddress(problem.type),
      docsPath: DOCS_PATH.test(problem.type) ? problem.type : undefined,
      field: problem.field,
    };
  }
  if (error.kind === 'network') {
    return { title: 'Telltale did not answer', detail: error.message, code: 'no-answer', ...NO_PAGE };
  }
  return {
    title: `Unusable answer (HTTP ${status})`,
    detail: error.message,
    code: 'unusable-answer',
    ...NO_PAGE,
  };
}

/** The address when it is an absolute http or https one or a path of this site; anything else is not linked. */
export function readWebAddress(text: string): string | undefined {
  if (/^\/(?![/\\])/.test(text)) return text;
  if (!URL.canParse(text)) return undefined;
  const { protocol, href } = new URL(text);
  return protocol === 'https:' || protocol === 'http:' ? href : undefined;
}
