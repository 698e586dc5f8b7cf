import { count, countOverTime, or, thatWere, upperQuartile } from '@/lib/core/promql/expression';
import { printSelector, type Matcher } from '@/lib/core/promql/matcher';
import type { PromqlExpression } from '@/lib/core/promql/promql-expression';
import type { IstioNames } from '@/lib/core/telemetry/istio-names';
import type { LoadRequest, MetricsProbe } from '@/lib/services/ports';
import type { PrometheusClient } from './client';
import { UNPROTECTED } from './history-queries';
import { TRAFFIC_METRICS } from './istio-labels';
import { createLastKnown } from './last-known';
import { chunked, inNamespaces } from './queries';

/** How far back an instant query looks for a sample, unless the server is told otherwise. */
const LOOK_BACK_SECONDS = 300;
const KEEP_MS = 10 * 60_000;
const MOST_REMEMBERED = 100;

/** What a question would cost, found out by a cheap one and remembered for ten minutes. */
export function createLoadProbe(
  client: PrometheusClient,
  names: IstioNames,
  nowMs: () => number,
): Pick<MetricsProbe, 'countLoad' | 'scrapeInterval'> {
  const known = createLastKnown<{ readonly value: number; readonly atMs: number }>(MOST_REMEMBERED);

  /** Nothing is not remembered: at another time there may be something. */
  async function remember(key: string, find: () => Promise<number | undefined>): Promise<number | undefined> {
    const last = known.get(key);
    if (last !== undefined && nowMs() - last.atMs < KEEP_MS) return last.value;
    const value = await find();
    if (value !== undefined && value > 0) known.set(key, { value, atMs: nowMs() });
    return value;
  }

  async function askNumber(
    expression: PromqlExpression,
    atSeconds: number,
    signal: AbortSignal | undefined,
  ): Promise<number | undefined> {
    const { samples } = await client.queryInstant(expression, { atSeconds, signal });
    const value = samples[0]?.value;
    return value !== undefined && Number.isFinite(value) ? value : undefined;
  }

  return {
    async countLoad({ atSeconds, signal, ...of }) {
      const counted = await remember(JSON.stringify(['load', of.namespaces, of.unprotected]), async () => {
        const parts = await Promise.all(
          loadQueries(of, names, client.scope).map((text) => askNumber(text, atSeconds, signal)),
        );
        return parts.reduce<number>((sum, part) => sum + (part ?? 0), 0);
      });
      return counted ?? 0;
    },

    scrapeInterval: (atSeconds, signal) =>
      remember('interval', async () => {
        const selector = printSelector(names.metrics[TRAFFIC_METRICS.requests], client.scope);
        // Windows of Prometheus 2 hold both their ends: a second less, and no scrape counts that is one too many.
        const counts = countOverTime(selector, LOOK_BACK_SECONDS - 1);
        // What is new has few samples, however often it is scraped; what ended meanwhile is in the lower quarters.
        const text = upperQuartile(thatWere(counts, selector, LOOK_BACK_SECONDS));
        const scrapes = await askNumber(text, atSeconds, signal);
        return scrapes === undefined || scrapes <= 0 ? undefined : Math.round(LOOK_BACK_SECONDS / scrapes);
      }),
  };
}

/** Counts the series that are there at one instant, without reading a window. Texts, one per 50 namespaces. */
function loadQueries(
  { namespaces, unprotected }: Pick<LoadRequest, 'namespaces' | 'unprotected'>,
  names: IstioNames,
  scope: readonly Matcher[],
): PromqlExpression[] {
  const only = (unprotected === true ? UNPROTECTED : []).map(({ label, ...matcher }): Matcher => ({
    name: names.labels[label],
    ...matcher,
  }));
  const metrics = (['requests', 'tcpReceived'] as const).map((one) => names.metrics[TRAFFIC_METRICS[one]]);
  const of = { names, scope, windowSeconds: LOOK_BACK_SECONDS, ...(namespaces && { namespaces }) };
  return chunked(of, (some) =>
    count(
      inNamespaces(names, some, (matchers) =>
        or(...metrics.map((metric) => printSelector(metric, [...scope, ...only, ...matchers]))),
      ),
    ),
  );
}
