import type { Warning } from '@/lib/contracts/source-status';
import { printDuration } from '@/lib/core/mesh/duration';
import type { MeshPorts } from './mesh-ports';
import { isUpstreamFailure } from './upstream-failure';

/** Two scrapes make a rate; four make one that does not jump. */
export const SCRAPES_IN_WINDOW = 4;
/** Prometheus forgets what was not scraped for five minutes, so that nothing is scraped more rarely. */
const LONGEST_INTERVAL_SECONDS = 300;
/** Scrapes are counted, and now and then one is late. */
const TOLERANCE = 0.9;

/** Warns of a window that holds too few scrapes for its rates to be steady. `atSeconds` is the window's end. */
export async function warnOfScrapes(
  { probe }: MeshPorts,
  windowSeconds: number,
  atSeconds: number,
  signal?: AbortSignal,
): Promise<Warning[]> {
  if (probe === undefined || windowSeconds >= SCRAPES_IN_WINDOW * LONGEST_INTERVAL_SECONDS) return [];
  const interval = await probe.scrapeInterval(atSeconds, signal).catch((error: unknown) => {
    if (isUpstreamFailure(error) && error.kind !== 'canceled') return undefined;
    throw error;
  });
  if (interval === undefined) return [];
  const needed = SCRAPES_IN_WINDOW * interval;
  if (windowSeconds >= needed * TOLERANCE) return [];
  const message = `Proxies are scraped every ${printDuration(interval)}: rates over ${printDuration(windowSeconds)} jump, or are missing. Choose a window of ${printDuration(needed)} or more.`;
  return [{ code: 'window-too-short', message }];
}
