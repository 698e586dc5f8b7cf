import type { ServerResponse } from 'node:http';
import type { FaultServer } from './fault';
import type { FaultSwitches } from './fault-switches';
import type { RequestText } from './request-text';
import { resetConnection } from './send-fault';

interface OpenWatch {
  readonly response: ServerResponse;
  readonly text: RequestText;
  isSilent: boolean;
}

/** Knows the open watches of a server, so that a fault switched on now also hits those that began before. */
export class WatchKeeper {
  readonly #switches: FaultSwitches;
  readonly #server: FaultServer;
  readonly #open = new Set<OpenWatch>();

  constructor(switches: FaultSwitches, server: FaultServer) {
    this.#switches = switches;
    this.#server = server;
    switches.onSet(() => {
      for (const watch of this.#open) this.#strike(watch);
    });
  }

  /** Follows a watch from before its first byte until its connection ends. */
  follow(response: ServerResponse, text: RequestText): void {
    const watch: OpenWatch = { response, text, isSilent: false };
    this.#open.add(watch);
    response.once('close', () => this.#open.delete(watch));
    this.#strike(watch);
    // Whoever is silenced keeps its connection and never hears anything again, not even the end.
    const { write, end } = response;
    response.write = (chunk: unknown, encoding?: unknown, callback?: unknown): boolean =>
      watch.isSilent || Reflect.apply(write, response, [chunk, encoding, callback]);
    response.end = (chunk?: unknown, encoding?: unknown, callback?: unknown): ServerResponse => {
      if (!watch.isSilent) Reflect.apply(end, response, [chunk, encoding, callback]);
      return response;
    };
  }

  #strike(watch: OpenWatch): void {
    for (const armed of this.#switches.matching(this.#server, watch.text)) {
      const { fault } = armed;
      if (fault.kind === 'silentWatches' && !watch.isSilent) {
        armed.use();
        watch.isSilent = true;
      }
      if (fault.kind === 'cutWatches') {
        armed.use();
        const timer = setTimeout(() => cut(watch, fault.how ?? 'end'), fault.afterMs ?? 0);
        watch.response.once('close', () => clearTimeout(timer));
      }
      // A cluster that loses a kind ends the watches of it.
      if (fault.kind === 'missingGroups' && fault.groups.some((group) => isInGroup(watch.text.path, group))) {
        setImmediate(() => cut(watch, 'end'));
      }
    }
  }
}

export function isInGroup(path: string, group: string): boolean {
  return path === `/apis/${group}` || path.startsWith(`/apis/${group}/`);
}

function cut({ response }: OpenWatch, how: 'end' | 'reset'): void {
  if (how === 'reset') resetConnection(response.socket);
  else response.end();
}
