import 'server-only';
import { createHash } from 'node:crypto';
import { createSharedCalls, type SharedCalls } from '@/lib/adapters/prometheus/shared-calls';
import type { Sources, Warning } from '@/lib/contracts/source-status';
import { succeed, type Outcome, type Problem } from '@/lib/core/mesh/problem';
import { takeTurns } from '@/lib/services/take-turns';
import { printJson } from './print-json';

/** An answer that says when it is about and what was asked for it. */
export interface TimedAnswer {
  readonly at: number;
  readonly queries: readonly object[];
  readonly sources: Sources;
}

/** An answer as it is sent, whoever asked. */
export interface AnswerBody {
  /** JSON. */
  readonly text: string;
  /** Of all that it says but for its instant and how long its queries took. */
  readonly etag: string;
  readonly at: number;
  /** When somebody began to ask for it, on the clock of `performance.now()`. */
  readonly startedMs: number;
  /** When it was there, on the same clock. */
  readonly readyMs: number;
  /** Nothing was missing: it may be handed out for longer. */
  readonly isWhole: boolean;
}

export interface SharedQuestion {
  /** The name of the route. */
  readonly route: string;
  /** What is asked, as it was understood. */
  readonly request: object;
  /** How old an answer may be; undefined of those who do not say. */
  readonly maxAgeMs: number | undefined;
  /** The instant of the answer that is there already, Unix seconds: the same is none. NaN where there is none. */
  readonly laterThan: number;
  /** Of the cluster: an answer from before a change is none. */
  readonly revision: number;
  /** Equal for those who may see the same, and for them alone. */
  readonly sight: string;
  /** What the answer says besides, of those who asked. */
  readonly warnings: readonly Warning[];
}

/** Answers are remembered for whoever asks next, whatever they may see; the oldest leave first. */
const MOST_KEPT = 32;
const MOST_AGE_MS = 60_000;
/** For so long an answer is there for those who do not say how old it may be, however long it took to make. */
const DEFAULT_KEEP_MS = 2_000;
/** What lacks something is asked for again soon. */
const PARTIAL_AGE_MS = 2_000;

/** By what changes under them: the one mesh that a process has. */
const shared = new WeakMap<object, SharedCalls<AnswerBody>>();

/**
 * The answer to a question: one that is young enough, one that is being made, or a new one. Who leaves before it is there
 * leaves alone; the last one ends the work.
 */
export async function shareAnswer<T extends TimedAnswer>(
  mesh: object,
  { route, request, maxAgeMs, laterThan, revision, sight, warnings }: SharedQuestion,
  signal: AbortSignal,
  ask: (signal: AbortSignal) => Promise<Outcome<T>>,
): Promise<Outcome<AnswerBody>> {
  const calls = shared.get(mesh) ?? createSharedCalls<AnswerBody>({ ...LIMITS, nowMs });
  shared.set(mesh, calls);
  // Whoever sees less of the mesh can never be given an answer that was made for others.
  const key = JSON.stringify([route, request, revision, sight, warnings]);
  const make = async (workSignal: AbortSignal): Promise<AnswerBody> => {
    const startedMs = nowMs();
    const outcome = await ask(workSignal);
    if (!outcome.ok) throw new Refusal(outcome.problem);
    return print(outcome.value, startedMs, workSignal);
  };
  const isFresh = ({ startedMs, readyMs, isWhole, at }: AnswerBody) => {
    const mostMs = maxAgeMs ?? readyMs - startedMs + DEFAULT_KEEP_MS;
    return !(at <= laterThan) && nowMs() - startedMs < (isWhole ? mostMs : Math.min(mostMs, PARTIAL_AGE_MS));
  };
  try {
    return succeed(await calls.share(key, signal, make, left, isFresh));
  } catch (error) {
    // A problem is nothing to remember.
    if (error instanceof Refusal) return { ok: false, problem: error.problem };
    throw error;
  }
}

const LIMITS = { keepMs: MOST_AGE_MS, maxKept: MOST_KEPT };

function left(): Error {
  return new DOMException('Nobody waits for it any more', 'AbortError');
}

function nowMs(): number {
  return performance.now();
}

class Refusal extends Error {
  constructor(readonly problem: Problem) {
    super(problem.code);
  }
}

async function print<T extends TimedAnswer>(
  value: T,
  startedMs: number,
  signal: AbortSignal,
): Promise<AnswerBody> {
  const { at, queries, ...rest } = value;
  const parts = await takeTurns(printJson(rest), signal);
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  const timed = `,"at":${JSON.stringify(at)},"queries":${JSON.stringify(queries)}}`;
  return {
    text: [...parts.slice(0, -1), timed].join(''),
    etag: `W/"${hash.digest('base64url')}"`,
    at,
    startedMs,
    readyMs: nowMs(),
    isWhole: Object.values(value.sources).every(
      ({ status }) => status === 'ok' || status === 'notConfigured',
    ),
  };
}
