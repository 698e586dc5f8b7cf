import type { Blocker } from '@/lib/contracts/mtls';
import type { PlaintextHistory } from '@/lib/contracts/plaintext-history';
import { printDuration } from '@/lib/core/mesh/duration';
import type { OpenedPart } from './find-opened';
import { formatInstant } from './format-time';

type Workloads = PlaintextHistory['workloads'];

/** For how long no plaintext arrived at what is opened: a sentence; undefined while nobody knows. */
export function describeClean(history: PlaintextHistory | undefined, opened: OpenedPart): string | undefined {
  if (history === undefined) return undefined;
  const { at, lookBackSeconds, stepSeconds } = history;
  if (lookBackSeconds === undefined) return 'It is not known for how long traffic has been clean.';
  const times = inside(history.workloads, opened).map(({ lastSeen }) => lastSeen);
  if (times.length === 0)
    return `No plaintext arrived for ${printDuration(lookBackSeconds)}, which is as far back as was looked.`;
  const last = Math.max(...times);
  const ago = at - last;
  if (ago <= stepSeconds) return 'Plaintext is still arriving.';
  return `Clean for ${printDuration(Math.floor(ago / 60) * 60)}: plaintext was last seen ${formatInstant(last, at * 1_000)}, give or take ${printDuration(stepSeconds)}.`;
}

function inside(workloads: Workloads, opened: OpenedPart): Workloads {
  switch (opened.kind) {
    case 'mesh':
      return workloads;
    case 'namespace':
      return workloads.filter(({ namespace }) => namespace === opened.entry.name);
    case 'workload':
      return workloads.filter((one) => isAt(one, opened.entry.namespace, opened.entry.name));
    case 'service':
      return workloads.filter((one) =>
        opened.entry.workloads.some((name) => isAt(one, opened.entry.namespace, name)),
      );
  }
}

function isAt(one: Workloads[number], namespace: string, name: string): boolean {
  return one.namespace === namespace && one.name === name;
}

/** When the one who would be refused was last seen to speak plaintext; undefined where nobody knows. */
export function lastSeenText(
  history: PlaintextHistory | undefined,
  { namespace, workload, caller }: Pick<Blocker, 'namespace' | 'workload' | 'caller'>,
): string | undefined {
  const callers = history?.workloads.find((one) => isAt(one, namespace, workload))?.callers ?? [];
  // In plaintext the server seldom learns who calls: then what arrived from nobody tells of it.
  const seen =
    callers.find((one) => one.name === caller?.name && one.namespace === caller?.namespace) ??
    callers.find(({ name }) => name === undefined);
  if (history === undefined || seen === undefined) return undefined;
  const { at, stepSeconds } = history;
  return at - seen.lastSeen <= stepSeconds
    ? `last seen in the last ${printDuration(stepSeconds)}`
    : `last seen ${formatInstant(seen.lastSeen, at * 1_000)}`;
}
