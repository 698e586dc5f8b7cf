import { worthSeconds, type RefreshChoice } from '../../lib/client/refresh-pace';
import type { MeasuredApplication } from './measured-application';
import type { Bench } from './with-mesh';
import { GRAPH } from './with-mesh';

export interface Audience {
  readonly viewers: number;
  readonly refresh: RefreshChoice;
  readonly refreshSeconds: number;
  /** How long they look. */
  readonly seconds: number;
  /** Of a viewer, for whoever signs people in. */
  readonly headersOf?: (viewer: number) => Readonly<Record<string, string>>;
}

/** What an audience came to. */
export interface Watched {
  readonly waitMs: readonly number[];
  readonly refreshes: number;
  /** Refreshes that were told that nothing is new. */
  readonly unchanged: number;
  /** To all viewers. */
  readonly bytes: number;
  /** Answers that were made, by their instants; each served whoever came until the next. */
  readonly made: number;
  /** Seconds from one of them to the next. */
  readonly gapSeconds: number;
  readonly queriesOfOne: number;
  readonly queriesAMinute: number;
  readonly cpuMsAMinute: number;
}

interface Refresh {
  readonly waitMs: number;
  readonly status: number;
  readonly bytes: number;
  readonly at: number;
}

/** Viewers who come one after the other within one round and refresh as the page does: as old as theirs is, and by its tag. */
export async function watchGraph({ application, proxy }: Bench, audience: Audience): Promise<Watched> {
  const { viewers, seconds } = audience;
  proxy.forget();
  await application.reset();
  const seen = (
    await Promise.all(
      Array.from({ length: viewers }, (_none, viewer) => watch(application, viewer, audience)),
    )
  ).flat();
  const { requests } = proxy.passed();
  const { cpuMs } = await application.cost();
  const instants = [...new Set(seen.map(({ at }) => at))].toSorted((a, b) => a - b);
  const made = instants.length;
  const gapSeconds = ((instants.at(-1) ?? 0) - (instants[0] ?? 0)) / (made - 1);
  return {
    waitMs: seen.map(({ waitMs }) => waitMs),
    refreshes: seen.length,
    unchanged: seen.filter(({ status }) => status === 304).length,
    bytes: seen.reduce((sum, { bytes }) => sum + bytes, 0),
    made,
    gapSeconds,
    queriesOfOne: requests / made,
    queriesAMinute: (requests / made) * (60 / gapSeconds),
    cpuMsAMinute: (cpuMs / seconds) * 60,
  };
}

async function watch(
  application: MeasuredApplication,
  viewer: number,
  { viewers, refresh, refreshSeconds, seconds, headersOf = () => ({}) }: Audience,
): Promise<Refresh[]> {
  const all: Refresh[] = [];
  const cameMs = performance.now() + (viewer / viewers) * refreshSeconds * 1000;
  let last: { readonly etag: string; readonly instant: string; readonly arrivedMs: number } | undefined;
  for (let round = 0; round < seconds / refreshSeconds; round += 1) {
    await sleep(cameMs + round * refreshSeconds * 1000 - performance.now());
    const answer = await application.ask(GRAPH, {
      ...headersOf(viewer),
      'cache-control': `max-age=${worthSeconds(refresh, last?.arrivedMs)}`,
      ...(last === undefined ? {} : { 'if-none-match': last.etag, 'telltale-at': last.instant }),
    });
    const { status, wallMs, bytes, headers } = answer;
    if (status !== 200 && status !== 304) throw new Error(`A viewer was answered with ${status}.`);
    const instant = String(headers['telltale-at']);
    last = { etag: String(headers.etag), instant, arrivedMs: Date.now() };
    all.push({ waitMs: wallMs, status, bytes, at: Number(instant) });
  }
  return all;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
