import { arrange, type Arrangement, type ArrangeTask } from './arrange';
import type { LayoutAnswer, LayoutRequest } from './layout-worker';

/** Up to this size a graph is laid out sooner than a worker answers. */
const mostAtOnce = { nodes: 60, edges: 140 };

/** The part of a worker that is used. */
export interface LayoutWorker {
  postMessage(request: LayoutRequest): void;
  addEventListener(type: 'message', listener: (event: { data: LayoutAnswer }) => void): void;
  addEventListener(type: 'error', listener: () => void): void;
  terminate(): void;
}

/** A worker of the browser; undefined where there is none. */
export function startLayoutWorker(): LayoutWorker | undefined {
  if (typeof Worker === 'undefined') return undefined;
  return new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module' });
}

/**
 * Has graphs arranged off the page's own thread: small ones at once, larger ones by a worker. Only the newest request
 * is answered. Without a worker, or when it fails, the page does the work itself.
 */
export class Arranger {
  private worker: LayoutWorker | undefined;
  private hasStarted = false;
  private number = 0;
  private waiting: { request: LayoutRequest; done(arrangement: Arrangement): void } | undefined;

  constructor(private readonly start: () => LayoutWorker | undefined = startLayoutWorker) {}

  /** Calls `done` before it returns, or later, or never when another request comes first. */
  request(task: ArrangeTask, done: (arrangement: Arrangement) => void): void {
    this.cancel();
    this.number += 1;
    const isSmall = task.nodes.length <= mostAtOnce.nodes && task.edges.length <= mostAtOnce.edges;
    const worker = isSmall ? undefined : this.findWorker();
    if (!worker) {
      done(arrange(task));
      return;
    }
    const request = { number: this.number, task };
    this.waiting = { request, done };
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- between worker and page there is none
    worker.postMessage(request);
  }

  /** Nobody waits for the answer any more. */
  cancel(): void {
    this.waiting = undefined;
  }

  close(): void {
    this.cancel();
    this.worker?.terminate();
    this.worker = undefined;
    this.hasStarted = false;
  }

  private findWorker(): LayoutWorker | undefined {
    if (this.hasStarted) return this.worker;
    this.hasStarted = true;
    this.worker = this.start();
    this.worker?.addEventListener('message', ({ data }) => {
      if (data.number === this.waiting?.request.number) this.answer(data.arrangement);
    });
    this.worker?.addEventListener('error', () => {
      this.worker?.terminate();
      this.worker = undefined;
      if (this.waiting) this.answer(arrange(this.waiting.request.task));
    });
    return this.worker;
  }

  private answer(arrangement: Arrangement): void {
    const { waiting } = this;
    this.waiting = undefined;
    waiting?.done(arrangement);
  }
}
