import { printDuration } from '@/lib/core/mesh/duration';
import { fail, succeed, type Outcome } from '@/lib/core/mesh/problem';
import type { MeshPorts } from './mesh-ports';
import type { LoadRequest, MetricsProbe } from './ports';
import { isUpstreamFailure } from './upstream-failure';

/**
 * About as many samples as a busy Prometheus adds up in the ten seconds that a question may take: with two processors
 * that others used as well, it was seen to do five million a second.
 */
const MOST_SAMPLES = 50_000_000;
/** A window of so many seconds is asked for without counting: not even 100 000 series make it dear. */
const FREE_SECONDS = 3_600;
/** Where nobody knows how often proxies are scraped. */
const USUAL_SCRAPE_SECONDS = 15;
const HOUR = 3_600;
const DAY = 86_400;
const ROUND_SECONDS = [
  30 * DAY,
  14 * DAY,
  7 * DAY,
  3 * DAY,
  2 * DAY,
  DAY,
  12 * HOUR,
  6 * HOUR,
  3 * HOUR,
  2 * HOUR,
];

/** Refuses a window whose samples Prometheus could not add up within its deadline, and says which one it could. */
export async function refuseCost(
  { probe }: MeshPorts,
  windowSeconds: number,
  request: LoadRequest,
): Promise<Outcome<undefined>> {
  if (probe === undefined || windowSeconds <= FREE_SECONDS) return succeed(undefined);
  const longest = await findLongest(probe, request);
  if (longest === undefined || windowSeconds <= longest) return succeed(undefined);
  const message = `A window of ${printDuration(windowSeconds)} holds more samples than Prometheus can add up in time. Choose one of ${printDuration(longest)} or less, or fewer namespaces.`;
  return fail('window-too-costly', message, 'window');
}

/**
 * The longest time whose samples may be read at once, an hour at least; undefined where that could not be found out,
 * which the question itself will tell.
 */
export async function findLongest(probe: MetricsProbe, request: LoadRequest): Promise<number | undefined> {
  try {
    const [series, interval = USUAL_SCRAPE_SECONDS] = await Promise.all([
      probe.countLoad(request),
      probe.scrapeInterval(request.atSeconds, request.signal),
    ]);
    const seconds = (MOST_SAMPLES * interval) / Math.max(1, series);
    return ROUND_SECONDS.find((round) => round <= seconds) ?? FREE_SECONDS;
  } catch (error) {
    if (isUpstreamFailure(error) && error.kind !== 'canceled') return undefined;
    throw error;
  }
}
