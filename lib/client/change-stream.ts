import { type ChangeEvent, changeEventSchema } from '@/lib/contracts/changes';
import { exponentialDelayMs } from './retry-policy';

/** The part of the browser's EventSource that is used here. */
export interface EventSourceLike {
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void;
  onopen: ((event: Event) => void) | null;
  onerror: ((event: Event) => void) | null;
  close(): void;
}

export interface ChangeStreamOptions {
  readonly address: string;
  onChange(event: ChangeEvent): void;
  /** Injected by tests. */
  readonly open?: (address: string) => EventSourceLike;
  readonly random?: () => number;
}

export interface ChangeStream {
  close(): void;
}

/**
 * Follows `GET /api/changes` (server-sent events) until closed.
 * The browser's own reconnecting is replaced: it hammers at a fixed pace and gives up on an HTTP error.
 * A message that does not fit the contract is passed over; the next refresh brings the truth anyway.
 */
export function openChangeStream(options: ChangeStreamOptions): ChangeStream {
  const { address, onChange, open = (url) => new EventSource(url), random = Math.random } = options;
  let source: EventSourceLike | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let closed = false;

  function connect(): void {
    if (closed) return;
    const current = open(address);
    source = current;
    current.onopen = () => {
      failures = 0;
    };
    current.onerror = () => {
      // A late event of a source that was given up must not start a second reconnect.
      if (source !== current) return;
      current.close();
      source = undefined;
      if (closed) return;
      timer = setTimeout(connect, exponentialDelayMs(failures, random()));
      failures += 1;
    };
    current.addEventListener('change', (event) => {
      const change = readChange(event.data);
      if (change && !closed) onChange(change);
    });
  }

  connect();
  return {
    close() {
      closed = true;
      clearTimeout(timer);
      source?.close();
      source = undefined;
    },
  };
}

function readChange(text: string): ChangeEvent | undefined {
  try {
    return changeEventSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
