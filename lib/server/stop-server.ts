import 'server-only';
import { logger } from './logger';
import type { Runtime } from './runtime';
import type { SelfMetrics } from './self-metrics';

/** Kubernetes kills 30 s after it asked, unless told otherwise. */
const MOST_SECONDS = 10;

export interface StopOptions {
  readonly runtime: Pick<Runtime, 'ports'>;
  readonly metrics: SelfMetrics;
  /** How long requests still come although we are not ready any more. */
  readonly drainSeconds: number;
  readonly exit?: (code: number) => void;
}

/** Ends the process in order: not ready, then what is under way, then the watches. */
export class ServerStop {
  #stopping: Promise<void> | undefined;
  readonly #options: StopOptions;

  constructor(options: StopOptions) {
    this.#options = options;
  }

  get isStopping(): boolean {
    return this.#stopping !== undefined;
  }

  /** Further calls wait for the first. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    const { runtime, metrics, drainSeconds, exit = process.exit } = this.#options;
    const deadlineMs = Date.now() + MOST_SECONDS * 1000;
    logger.info({ drainSeconds }, 'Stopping');
    await pause(drainSeconds * 1000);
    while (metrics.underWay > 0 && Date.now() < deadlineMs) await pause(50);
    const rest = Math.max(0, deadlineMs - Date.now());
    await Promise.race([runtime.ports.cluster?.stop(), pause(rest)]);
    runtime.ports.tracing?.close();
    logger.info({ cutOff: metrics.underWay }, 'Stopped');
    exit(0);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
