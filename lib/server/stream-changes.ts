import 'server-only';
import type { ChangeEvent } from '@/lib/contracts/changes';
import type { ChangeFeed } from './change-feed';

/** Proxies close connections that stay silent: a comment now and then keeps the stream alive. */
const HEARTBEAT_MS = 20_000;

/** An event stream that ends when the reader goes away. */
export function streamChanges(feed: ChangeFeed, signal: AbortSignal): Response {
  const encoder = new TextEncoder();
  let stop = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const write = (text: string) => controller.enqueue(encoder.encode(text));
      write(`retry: 2000\n: revision ${feed.revision}\n\n`);
      const unsubscribe = feed.subscribe((event) => write(printEvent(event)));
      const heartbeat = setInterval(() => write(': still here\n\n'), HEARTBEAT_MS);
      stop = () => {
        unsubscribe();
        clearInterval(heartbeat);
      };
      signal.addEventListener('abort', () => {
        stop();
        // The reader may have closed the stream already, which is just as well.
        if (controller.desiredSize !== null) controller.close();
      });
    },
    cancel: () => stop(),
  });
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    },
  });
}

function printEvent(event: ChangeEvent): string {
  return `event: change\nid: ${event.revision}\ndata: ${JSON.stringify(event)}\n\n`;
}
