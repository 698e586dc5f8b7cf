import 'server-only';
import type { ChangeEvent } from '@/lib/contracts/changes';
import { ChangeFeed } from './change-feed';
import type { View } from './identity/see';
import type { Runtime } from './runtime';

/** Proxies close connections that stay silent: a comment now and then keeps the stream alive. */
const HEARTBEAT_MS = 20_000;
/** Rights end: whoever signs in has to come again now and then, which browsers do by themselves. */
const LONGEST_MS = 5 * 60_000;

/** An event stream about what the reader may see; it ends when the reader goes away. */
export function streamChanges(
  { changes, ports }: Pick<Runtime, 'changes' | 'ports'>,
  { visibility, identity }: Pick<View, 'visibility' | 'identity'>,
  signal: AbortSignal,
): Response {
  const isShared = visibility === 'all';
  const feed = isShared ? changes : new ChangeFeed(ports.cluster, ports.nowSeconds);
  const encoder = new TextEncoder();
  let stop = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const write = (text: string) => controller.enqueue(encoder.encode(text));
      write(`retry: 2000\n: revision ${feed.revision}\n\n`);
      const unsubscribe = feed.subscribe((event) => write(printEvent(event)));
      const heartbeat = setInterval(() => write(': still here\n\n'), HEARTBEAT_MS);
      let longest: NodeJS.Timeout | undefined;
      stop = () => {
        unsubscribe();
        clearInterval(heartbeat);
        clearTimeout(longest);
        if (!isShared) feed.close();
      };
      const end = () => {
        stop();
        // The reader may have closed the stream already, which is just as well.
        if (controller.desiredSize !== null) controller.close();
      };
      if (identity !== undefined) longest = setTimeout(end, LONGEST_MS);
      signal.addEventListener('abort', end);
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
