import type { Fault, FaultKind, FaultOf, FaultServer } from './fault';
import { isKind } from './fault';
import { parseFaults } from './parse-faults';
import type { RequestText } from './request-text';

/** A fault that is switched on, with what is left of its count. */
export class ArmedFault {
  readonly fault: Fault;
  #left: number;

  constructor(fault: Fault) {
    this.fault = fault;
    this.#left = fault.times ?? Infinity;
  }

  get isOver(): boolean {
    return this.#left <= 0;
  }

  /** The fault as it is now. */
  describe(): Fault {
    return this.fault.times === undefined ? this.fault : { ...this.fault, times: this.#left };
  }

  /** Counts one hit. */
  use(): void {
    this.#left -= 1;
  }
}

/** What is switched on at all servers of one embedded mesh. */
export class FaultSwitches {
  #armed: readonly ArmedFault[] = [];
  readonly #listeners = new Set<() => void>();

  /** Replaces everything that was switched on. @throws FaultError when one of them cannot be meant; then nothing changes */
  set(faults: readonly Fault[]): void {
    this.#armed = parseFaults(faults).map((fault) => new ArmedFault(fault));
    for (const listener of this.#listeners) listener();
  }

  clear(): void {
    this.set([]);
  }

  /** What is still in force, with the counts that are left. */
  list(): Fault[] {
    return this.#current().map((armed) => armed.describe());
  }

  /** The faults of one kind at one server. */
  standing<K extends FaultKind>(server: FaultServer, kind: K): FaultOf<K>[] {
    return this.#current().flatMap(({ fault }) =>
      fault.server === server && isKind(fault, kind) ? [fault] : [],
    );
  }

  /** Everything that is meant for one request, in order. The caller counts what it uses. */
  matching(server: FaultServer, text: RequestText): ArmedFault[] {
    return this.#current().filter(({ fault }) => fault.server === server && matches(fault, text));
  }

  /** Whether only the body of a request can tell which faults are meant for it. */
  readsBodies(server: FaultServer): boolean {
    return this.#current().some(({ fault }) => fault.server === server && fault.contains !== undefined);
  }

  /** How far the clock of a server is ahead of the true one. */
  skewMs(server: FaultServer): number {
    return this.standing(server, 'clockSkew').reduce((sum, { seconds }) => sum + seconds * 1000, 0);
  }

  /** Told after every `set` and `clear`. */
  onSet(listener: () => void): void {
    this.#listeners.add(listener);
  }

  #current(): ArmedFault[] {
    return this.#armed.filter((armed) => !armed.isOver);
  }
}

function matches({ path, contains }: Fault, text: RequestText): boolean {
  if (path !== undefined && !text.path.startsWith(path)) return false;
  return contains === undefined || text.words.includes(contains);
}
