import type { CalledService, Party } from '@/lib/core/telemetry/traffic-sample';
import type { LabelSet } from './parse-answer';

/** Bound on what is remembered; a mesh names fewer. */
const MOST_KNOWN = 50_000;
/** More of one name than these are not looked through. */
const MOST_ALIKE = 12;

/**
 * What was read before. Parties and services that say the same are one object, so that they are held once and whatever
 * is found out of one is found out of all its calls. Nobody changes them.
 */
export class KnownCalls {
  readonly #read = new Map<string, WeakMap<LabelSet, object>>();
  readonly #parties = new Map<string, Party[]>();
  readonly #services = new Map<string, CalledService[]>();
  #count = 0;

  /** What `read` makes of labels, remembered as long as these very labels are; each `kind` of reading has its own. */
  once<T extends object>(kind: string, labels: LabelSet, read: (labels: LabelSet) => T): T {
    const ofKind = this.#read.get(kind) ?? new WeakMap<LabelSet, object>();
    this.#read.set(kind, ofKind);
    const known = ofKind.get(labels) as T | undefined;
    if (known !== undefined) return known;
    const made = read(labels);
    ofKind.set(labels, made);
    return made;
  }

  /** The one that was known first of those that equal `party`. */
  party(party: Party): Party {
    return this.#find(this.#parties, `${party.workload ?? party.app}/${party.namespace}`, party, isSameParty);
  }

  /** The same for services. */
  service(service: CalledService): CalledService {
    return this.#find(this.#services, service.host ?? service.name ?? '', service, isSameService);
  }

  #find<T>(known: Map<string, T[]>, key: string, wanted: T, isSame: (a: T, b: T) => boolean): T {
    const alike = known.get(key);
    const found = alike?.find((one) => isSame(one, wanted));
    if (found !== undefined) return found;
    if (alike !== undefined && alike.length >= MOST_ALIKE) return wanted;
    if (this.#count >= MOST_KNOWN) this.#forget();
    this.#count += 1;
    const list = known.get(key);
    if (list === undefined) known.set(key, [wanted]);
    else list.push(wanted);
    return wanted;
  }

  #forget(): void {
    this.#parties.clear();
    this.#services.clear();
    this.#count = 0;
  }
}

function isSameParty(a: Party, b: Party): boolean {
  return (
    a.workload === b.workload &&
    a.namespace === b.namespace &&
    a.app === b.app &&
    a.version === b.version &&
    a.cluster === b.cluster &&
    a.principal === b.principal
  );
}

function isSameService(a: CalledService, b: CalledService): boolean {
  return a.host === b.host && a.name === b.name && a.namespace === b.namespace;
}
