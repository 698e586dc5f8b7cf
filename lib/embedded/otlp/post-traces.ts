/** What a receiver made of one request. */
export type PostOutcome =
  /** `rejected` is how many spans the receiver itself left out. */
  | { readonly kind: 'taken'; readonly rejected: number }
  /** Not this way, however often it is tried. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Later, perhaps. */
  | { readonly kind: 'away'; readonly reason: string; readonly afterMs?: number };

const WITHIN_MS = 10_000;
const LONGEST_WAIT_MS = 60_000;
/** All that a receiver has to say fits in here. */
const MOST_CHARACTERS = 64 * 1024;
/** What OTLP/HTTP says is worth another try. */
const RETRYABLE = new Set([429, 502, 503, 504]);

/** `POST` of traces in OTLP's JSON to `…/v1/traces`. Never rejects. */
export async function postTraces(url: string, traces: object, signal: AbortSignal): Promise<PostOutcome> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(traces),
      // What is sent is for the address that was given, and for no other.
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(WITHIN_MS)]),
    });
    const text = await readStart(response);
    if (response.ok) return { kind: 'taken', rejected: rejectedSpans(text) };
    const reason = `it answers ${response.status}`;
    if (!RETRYABLE.has(response.status)) return { kind: 'refused', reason };
    const afterMs = Number(response.headers.get('retry-after') ?? 'none') * 1000;
    return {
      kind: 'away',
      reason,
      ...(afterMs >= 0 ? { afterMs: Math.min(afterMs, LONGEST_WAIT_MS) } : {}),
    };
  } catch (error) {
    const isLate = error instanceof DOMException && error.name === 'TimeoutError';
    return { kind: 'away', reason: isLate ? 'it does not answer in time' : 'it cannot be reached' };
  }
}

async function readStart({ body }: Response): Promise<string> {
  if (body === null) return '';
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (text.length < MOST_CHARACTERS) {
    const { done, value } = await reader.read();
    if (done) return text;
    text += value;
  }
  await reader.cancel();
  return text.slice(0, MOST_CHARACTERS);
}

/** Of `{"partialSuccess":{"rejectedSpans":"3"}}`. */
function rejectedSpans(text: string): number {
  try {
    const answer: unknown = JSON.parse(text);
    const { partialSuccess } = Object(answer) as { partialSuccess?: unknown };
    const { rejectedSpans: rejected } = Object(partialSuccess) as { rejectedSpans?: unknown };
    const count = Number(rejected ?? 0);
    return Number.isSafeInteger(count) && count > 0 ? count : 0;
  } catch {
    return 0;
  }
}
