import type { ServiceEntryView } from '../kubernetes/service-entry-view';
import { compareText } from '../mesh/compare-text';
import { isExportedTo } from './is-exported-to';
import { compareSpecificity, matchesHost, plainHost } from './match-host';

interface Candidate {
  readonly pattern: string;
  readonly entry: ServiceEntryView;
  readonly createdMs: number;
}

/** Finds the entry that declares a host for the clients of a namespace. */
export type ServiceEntryFinder = (
  hosts: readonly string[],
  client: string | undefined,
) => ServiceEntryView | undefined;

/**
 * Indexes ServiceEntries by their hosts. Several may declare a host that is called: the most specific one wins, then
 * the one of the client's own namespace, then the oldest, then the first by name and namespace. The order in which
 * they are given means nothing.
 */
export function indexServiceEntries(
  entries: readonly ServiceEntryView[],
  exportedByDefault: readonly string[] | undefined,
): ServiceEntryFinder {
  const exact = new Map<string, Candidate[]>();
  const wildcards: Candidate[] = [];
  for (const entry of entries) {
    const createdMs = readTime(entry.createdAt);
    for (const host of entry.hosts) {
      const candidate = { pattern: plainHost(host), entry, createdMs };
      // Istio refuses a bare `*`: it would declare every name there is.
      if (candidate.pattern === '*' || candidate.pattern === '') continue;
      if (candidate.pattern.startsWith('*')) {
        wildcards.push(candidate);
        continue;
      }
      const same = exact.get(candidate.pattern);
      if (same === undefined) exact.set(candidate.pattern, [candidate]);
      else same.push(candidate);
    }
  }
  return (hosts, client) => {
    let best: Candidate | undefined;
    for (const host of hosts.map(plainHost)) {
      const matching = wildcards.filter(({ pattern }) => matchesHost(pattern, host));
      for (const candidate of [...(exact.get(host) ?? []), ...matching]) {
        if (!isExportedTo(candidate.entry, client, exportedByDefault)) continue;
        if (best === undefined || compareCandidates(candidate, best, client) < 0) best = candidate;
      }
    }
    return best?.entry;
  };
}

function compareCandidates(a: Candidate, b: Candidate, client: string | undefined): number {
  return (
    compareSpecificity(a.pattern, b.pattern) ||
    Number(b.entry.namespace === client) - Number(a.entry.namespace === client) ||
    a.createdMs - b.createdMs ||
    compareText(a.entry.name, b.entry.name) ||
    compareText(a.entry.namespace ?? '', b.entry.namespace ?? '')
  );
}

/** Unix milliseconds; an entry whose age nobody knows is nobody's elder. */
function readTime(createdAt: string | undefined): number {
  const ms = createdAt === undefined ? Number.NaN : Date.parse(createdAt);
  return Number.isNaN(ms) ? Number.MAX_SAFE_INTEGER : ms;
}
