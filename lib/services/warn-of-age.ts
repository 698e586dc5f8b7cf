import type { Warning } from '@/lib/contracts/source-status';
import { viewAll, viewObject } from '@/lib/core/kubernetes/object-view';
import { compareText } from '@/lib/core/mesh/compare-text';
import { printDuration } from '@/lib/core/mesh/duration';
import type { MeshPorts } from './mesh-ports';

const MOST_NAMES = 5;

/**
 * Warns of a window that begins before a namespace that was asked for by name: its rates are averages over a time in
 * which it was not there. `atSeconds` is the window's end.
 */
export function warnOfAge(
  { cluster }: MeshPorts,
  { namespaces = [], windowSeconds }: { namespaces?: readonly string[]; windowSeconds: number },
  atSeconds: number,
): Warning[] {
  if (cluster === undefined || namespaces.length === 0) return [];
  const state = cluster.status().kinds.get('namespaces')?.state;
  if (state !== 'ok' && state !== 'degraded') return [];
  const young = viewAll(cluster.objects('namespaces'), (object) => viewObject(object, () => ({})))
    .views.filter(({ name }) => namespaces.includes(name))
    .map(({ name, createdAt = '' }) => ({ name, ageSeconds: atSeconds - Date.parse(createdAt) / 1000 }))
    .filter(({ ageSeconds }) => ageSeconds < windowSeconds)
    .sort((a, b) => a.ageSeconds - b.ageSeconds || compareText(a.name, b.name));
  if (young.length === 0) return [];
  const named = young.slice(0, MOST_NAMES).map(({ name, ageSeconds }) => `${name} (${printAge(ageSeconds)})`);
  const rest = young.length - named.length;
  const names = rest > 0 ? `${named.join(', ')} and ${rest} more` : named.join(', ');
  const message = `The window of ${printDuration(windowSeconds)} is longer than the age of ${names}: rates are averages over all of it.`;
  return [{ code: 'window-exceeds-age', message }];
}

/** The two largest units. A namespace that was made after the window has no age in it. */
function printAge(seconds: number): string {
  if (seconds <= 0) return 'not yet there';
  return /^\d+[a-z](?:\d+[a-z])?/.exec(printDuration(Math.max(1, seconds)))?.[0] ?? '';
}
