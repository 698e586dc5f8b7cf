import type { SentQuery, Warning } from '@/lib/contracts/source-status';
import { succeed, type Outcome } from '@/lib/core/mesh/problem';
import type { CallCount, CountedSpan } from '@/lib/core/splits/call-count';
import { checkNamespaces } from './check-namespaces';
import { chooseInstant } from './choose-instant';
import { refuseCost } from './limit-cost';
import type { MeshPorts } from './mesh-ports';
import type { CallCounter, CountRequest, Reading } from './ports';
import { warnOfAbsentLabels } from './warn-of-labels';
import { warnOfRetention } from './warn-of-retention';
import { warnOfSilence } from './warn-of-silence';
import { isUpstreamFailure, type UpstreamFailure } from './upstream-failure';
import { describeReading, distinctWarnings, nameQueries } from './tell-reading';

export interface CountWish {
  /** Asked for by a person: refused where nobody knows them. */
  readonly asked: readonly string[];
  /** Whose calls are read; absent means all. */
  readonly namespaces?: readonly string[];
  readonly hosts?: readonly string[];
  readonly windowSeconds: number;
  readonly atSeconds?: number;
  /** Unix seconds from which on calls are counted apart, of an end of the window. */
  readonly moments: (endSeconds: number) => readonly number[];
  /** Also counts the calls of many small spans. */
  readonly wantsProgress: boolean;
}

export interface CountedCalls {
  readonly atSeconds: number;
  /** Absent where there is no Prometheus, or it failed. */
  readonly window?: CountedSpan;
  /** What was counted from a moment on, or from a later one; undefined where nothing was. */
  readonly since: (atSeconds: number) => CountedSpan | undefined;
  /** Small spans one after another; empty unless wanted. */
  readonly progress: readonly CountedSpan[];
  readonly warnings: readonly Warning[];
  readonly queries: readonly SentQuery[];
  readonly failure?: UpstreamFailure;
}

/** Proxies hear of a change after a moment; requests on their way are counted when they end. */
const SETTLING_SECONDS = 3;
/** More moments than this share spans, so that an answer asks a bounded number of questions. */
const MOST_SPANS = 3;
const POINTS = 30;
const SHORTEST_POINT_SECONDS = 15;
/** Two scrapes make an increase; four make one that does not jump. */
const SCRAPES_PER_POINT = 4;
const USUAL_SCRAPE_SECONDS = 15;
const LEAST_COUNTED_SHARE = 0.05;

/** Counts the calls of a window. Only a request that cannot be meant is a problem. */
export async function countCalls(
  ports: MeshPorts,
  wish: CountWish,
  signal?: AbortSignal,
): Promise<Outcome<CountedCalls>> {
  const { telemetry, counter } = ports;
  const nothing = { since: () => undefined, progress: [], warnings: [], queries: [] };
  if (telemetry === undefined || counter === undefined)
    return succeed({ ...nothing, atSeconds: wish.atSeconds ?? ports.nowSeconds() });
  try {
    const instant = await chooseInstant(telemetry, wish.atSeconds, signal);
    if (!instant.ok) return instant;
    const { atSeconds, query } = instant.value;
    const span = { atSeconds, windowSeconds: wish.windowSeconds };
    const known = await checkNamespaces(ports, wish.asked, span, signal);
    if (!known.ok) return known;
    const { namespaces } = wish;
    const cost = await refuseCost(ports, wish.windowSeconds, {
      atSeconds,
      ...(namespaces === undefined ? {} : { namespaces }),
      ...(signal === undefined ? {} : { signal }),
    });
    if (!cost.ok) return cost;
    const counted = await count(counter, wish, atSeconds, signal);
    const isSilent = counted.window?.counts.length === 0;
    return succeed({
      ...counted,
      warnings: [
        ...counted.warnings,
        ...warnOfRetention(wish.windowSeconds, instant.value),
        ...(isSilent ? await warnOfSilence(telemetry, atSeconds, signal) : []),
      ],
      queries: [{ purpose: 'clock', ...query }, ...counted.queries],
    });
  } catch (error) {
    if (!isUpstreamFailure(error) || error.kind === 'canceled') throw error;
    return succeed({ ...nothing, atSeconds: wish.atSeconds ?? ports.nowSeconds(), failure: error });
  }
}

async function count(
  counter: CallCounter,
  wish: CountWish,
  atSeconds: number,
  signal: AbortSignal | undefined,
): Promise<CountedCalls> {
  const { namespaces, hosts, windowSeconds } = wish;
  const request: CountRequest = {
    atSeconds,
    windowSeconds,
    ...(namespaces === undefined ? {} : { namespaces }),
    ...(hosts === undefined ? {} : { hosts }),
    ...(signal === undefined ? {} : { signal }),
  };
  const starts = chooseStarts(wish.moments(atSeconds), atSeconds - windowSeconds, atSeconds);
  const [scrapes, whole, ...parts] = await Promise.all([
    counter.countScrapes(request),
    counter.countCalls(request),
    ...starts.map((start) => counter.countCalls({ ...request, windowSeconds: atSeconds - start })),
  ]);
  const scrapeSeconds =
    scrapes.scrapes === undefined || scrapes.scrapes < 1
      ? USUAL_SCRAPE_SECONDS
      : windowSeconds / scrapes.scrapes;
  const toSpan = (startSeconds: number, endSeconds: number, counts: readonly CallCount[]): CountedSpan => ({
    startSeconds,
    endSeconds,
    countedShare: Math.max(LEAST_COUNTED_SHARE, 1 - scrapeSeconds / (endSeconds - startSeconds)),
    counts,
  });
  const progress = wish.wantsProgress ? await countProgress(counter, request, scrapeSeconds) : undefined;
  const spans = parts.map((part, i) => toSpan(starts[i] ?? atSeconds, atSeconds, part.counts));
  const readings: Reading[] = [whole, ...parts, ...(progress === undefined ? [] : [progress])];
  return {
    atSeconds,
    window: toSpan(atSeconds - windowSeconds, atSeconds, whole.counts),
    since: (moment) => spans.find(({ startSeconds }) => startSeconds >= moment),
    progress: (progress?.spans ?? []).map(({ endSeconds, counts }) =>
      toSpan(endSeconds - (progress?.windowSeconds ?? 0), endSeconds, counts),
    ),
    warnings: distinctWarnings([
      ...readings.flatMap(describeReading),
      ...warnOfAbsentLabels(whole.absentLabels),
    ]),
    queries: [
      ...nameQueries('scrapes', scrapes),
      ...nameQueries('calls', whole),
      ...parts.flatMap((part) => nameQueries('calls since a change', part)),
      ...(progress === undefined ? [] : nameQueries('progress', progress)),
    ],
  };
}

async function countProgress(counter: CallCounter, request: CountRequest, scrapeSeconds: number) {
  const { atSeconds, windowSeconds } = request;
  const stepSeconds = Math.max(SHORTEST_POINT_SECONDS, Math.ceil(windowSeconds / POINTS));
  const spanSeconds = Math.max(stepSeconds, Math.ceil(scrapeSeconds * SCRAPES_PER_POINT));
  const reading = await counter.countCallsOverTime({
    ...request,
    // The last point is the instant itself.
    startSeconds: atSeconds - Math.floor(windowSeconds / stepSeconds) * stepSeconds,
    stepSeconds,
    windowSeconds: spanSeconds,
  });
  return { ...reading, windowSeconds: spanSeconds };
}

/** Where spans begin, in the order of time: shortly after each moment, or after a later one where there are many. */
function chooseStarts(moments: readonly number[], fromSeconds: number, toSeconds: number): number[] {
  const inside = [...new Set(moments)]
    .filter((moment) => moment > fromSeconds && moment < toSeconds)
    .map((moment) => moment + SETTLING_SECONDS)
    .filter((start) => start < toSeconds - 1)
    .sort((a, b) => a - b);
  // Those close to each other share a span that begins after the last of them.
  while (inside.length > MOST_SPANS) {
    let closest = 0;
    for (let i = 1; i < inside.length - 1; i += 1) {
      if (gapAfter(inside, i) < gapAfter(inside, closest)) closest = i;
    }
    inside.splice(closest, 1);
  }
  return inside;
}

function gapAfter(starts: readonly number[], index: number): number {
  return (starts[index + 1] ?? 0) - (starts[index] ?? 0);
}
