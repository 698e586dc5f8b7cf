import type { MeshTrace } from '../mesh/traces/mesh-span';
import { postTraces } from './post-traces';
import { printOtlp } from './print-otlp';

export interface SendOptions {
  readonly source: {
    /** Traces of requests that began between two instants, Unix seconds. */
    between(fromSeconds: number, toSeconds: number): Iterable<MeshTrace>;
  };
  /** A receiver's address, without `/v1/traces`. */
  readonly url: string;
  readonly nowMs: () => number;
  /** Told, in a sentence for people, when the receiver goes away, comes back or refuses something. */
  readonly say?: (sentence: string) => void;
  /** How often what is new is sent. */
  readonly everyMs?: number;
  /** What is older than this is not sent: not at the start, and not after a receiver was away for long. */
  readonly mostSeconds?: number;
}

export interface TraceSender {
  close(): Promise<void>;
}

/** A request is sent when it is so old: its trace has ended by then. */
const SETTLED_SECONDS = 15;
/** Requests begun within so much time are put together at once: nothing more is ever kept. */
const SLICE_SECONDS = 10;
/** Spans of one POST: about a megabyte. */
const MOST_SPANS = 1_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/**
 * Sends the mesh's traces by OTLP/HTTP, those of the last minutes first and from then on what is new. Traces can be
 * made again at any time, so none waits in memory while a receiver is away: where sending stopped is all that is kept.
 */
export function sendTraces(options: SendOptions): TraceSender {
  const { source, nowMs, say = () => {}, everyMs = 2_000, mostSeconds = 300 } = options;
  const url = `${options.url.replace(/\/+$/, '')}/v1/traces`;
  const abort = new AbortController();
  let sentUntil = nowMs() / 1000 - mostSeconds;
  let waitMs = FIRST_WAIT_MS;
  let trouble = '';

  const tell = (sentence: string) => {
    if (sentence !== trouble && sentence !== '') say(sentence);
    trouble = sentence;
  };

  /** As often as it takes. */
  async function post(batch: readonly MeshTrace[]): Promise<void> {
    while (!abort.signal.aborted) {
      const outcome = await postTraces(url, printOtlp(batch), abort.signal);
      if (abort.signal.aborted) return;
      if (outcome.kind !== 'away') {
        if (trouble !== '' && outcome.kind === 'taken') say(`${url} takes traces again.`);
        waitMs = FIRST_WAIT_MS;
        if (outcome.kind === 'refused') tell(`${url} refuses traces: ${outcome.reason}. They are left out.`);
        else tell(outcome.rejected > 0 ? `${url} leaves out some spans.` : '');
        return;
      }
      tell(`${url} takes no traces: ${outcome.reason}. It is tried again.`);
      await pause(outcome.afterMs ?? waitMs, abort.signal);
      waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2);
      // What it has missed for so long it shall not get all at once.
      if (nowMs() / 1000 - sentUntil > mostSeconds + SLICE_SECONDS) return;
    }
  }

  async function run(): Promise<void> {
    while (!abort.signal.aborted) {
      const settled = nowMs() / 1000 - SETTLED_SECONDS;
      const from = Math.max(sentUntil, nowMs() / 1000 - mostSeconds);
      const to = Math.min(settled, from + SLICE_SECONDS);
      if (to > from) {
        for (const batch of intoBatches(source.between(from, to))) await post(batch);
        sentUntil = to;
      }
      if (to >= settled) await pause(everyMs, abort.signal);
    }
  }

  const running = run().catch((error: unknown) => {
    say(`Traces are not sent any more: ${error instanceof Error ? error.message : 'unknown'}`);
  });
  return {
    async close() {
      abort.abort();
      await running;
    },
  };
}

/** Whole traces together, as far as they fit. */
function* intoBatches(traces: Iterable<MeshTrace>): Iterable<MeshTrace[]> {
  let batch: MeshTrace[] = [];
  let spans = 0;
  for (const trace of traces) {
    if (spans > 0 && spans + trace.spans.length > MOST_SPANS) {
      yield batch;
      batch = [];
      spans = 0;
    }
    batch.push(trace);
    spans += trace.spans.length;
  }
  if (spans > 0) yield batch;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}
