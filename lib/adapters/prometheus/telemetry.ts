import { UpstreamError } from '@/lib/adapters/http/upstream-error';
import type { PromqlExpression } from '@/lib/core/promql/promql-expression';
import { ISTIO_NAMES, type IstioNames } from '@/lib/core/telemetry/istio-names';
import type { SumMeasure, TrafficMeasure } from '@/lib/core/telemetry/traffic-sample';
import type {
  CallCounter,
  CallsRequest,
  CountRequest,
  DetailsRequest,
  Reading,
  SkippedSamples,
  TelemetryPort,
  UpstreamQuery,
} from '@/lib/services/ports';
import {
  countQueries,
  COUNT_LABELS,
  COUNT_MEASURES,
  scrapesQuery,
  type CountQueryScope,
} from './count-queries';
import { findAbsentLabels } from './absent-labels';
import type { Answer, InstantAnswer, PrometheusClient } from './client';
import { distinctByLabels } from './distinct-by-labels';
import type { PrometheusHistogram } from './fold-histograms';
import { historyQuery } from './history-queries';
import { NAMESPACE_LABELS, TRAFFIC_METRICS } from './istio-labels';
import { KnownCalls } from './known-calls';
import { createLastKnown } from './last-known';
import { mapCounts, mapHistograms, mapSums, mapTraffic, mergeSkipped, type Mapped } from './map';
import { mapInTurns } from './map-in-turns';
import type { LabelSet, PrometheusSample } from './parse-answer';
import {
  flowQueries,
  latencyBucketQueries,
  MEASURE_LABEL,
  messageMeasures,
  requestQueries,
  sumQueries,
  tcpMeasures,
  type GraphQueryScope,
} from './queries';
import type { RecordedRates } from './recorded-rates';
import { groupByTime, readSeries } from './read-series';
import { createRenamer } from './rename-labels';

/** The metrics side of the mesh, read from a Prometheus-compatible server that may have names of its own. */
export function createTelemetry(
  client: PrometheusClient,
  names: IstioNames = ISTIO_NAMES,
  recordedRates?: RecordedRates,
): TelemetryPort & CallCounter {
  const rename = createRenamer(names);
  /** How many histograms there were last, by what was asked for. */
  const histogramCounts = createLastKnown<number>(MOST_REMEMBERED);
  const calls = new KnownCalls();

  async function askAll(texts: readonly PromqlExpression[], request: CallsRequest): Promise<Asked> {
    const options = { atSeconds: request.atSeconds, signal: request.signal };
    const answers = await Promise.all(texts.map((text) => client.queryInstant(text, options)));
    return {
      answers,
      samples: renameLabels(
        distinctByLabels(
          answers.map(({ samples }) => samples),
          calls,
        ),
      ),
    };
  }

  async function askHistograms(texts: readonly PromqlExpression[], request: CallsRequest) {
    const options = { atSeconds: request.atSeconds, signal: request.signal };
    const answers = await Promise.all(texts.map((text) => client.queryHistograms(text, options)));
    const histograms = renameLabels(
      distinctByLabels(
        answers.map(({ histograms }) => histograms),
        calls,
      ),
    );
    return { answers, histograms };
  }

  /** Whole histograms as far as they are wanted and not too many, of the other calls the number of requests. */
  async function readHistograms(request: DetailsRequest, of: GraphQueryScope): Promise<AskedHistograms> {
    const whole = (within: GraphQueryScope) => askHistograms(latencyBucketQueries(within), request);
    const counts = () => askHistograms(latencyBucketQueries(of, { countOnly: true }), request);
    const { quantiles = [], namespaces = [] } = request;
    const some = () => (quantiles.length === 0 ? NO_HISTOGRAMS : whole({ ...of, namespaces: quantiles }));
    const key = namespaces.join();
    const known = histogramCounts.get(key);
    if (known !== undefined && known <= MOST_HISTOGRAMS) {
      const all = await whole(of);
      histogramCounts.set(key, all.histograms.length);
      return { ...all, countedOnly: 0 };
    }
    // Nothing is asked for in vain: what is not known to be too much is counted first.
    const [counted, early] = await Promise.all([counts(), known === undefined ? undefined : some()]);
    histogramCounts.set(key, counted.histograms.length);
    const isTooMany = counted.histograms.length > MOST_HISTOGRAMS;
    return joinHistograms([early ?? (await (isTooMany ? some() : whole(of))), counted], calls);
  }

  function renameLabels<T extends { readonly labels: LabelSet }>(all: readonly T[]): readonly T[] {
    return rename === undefined
      ? all
      : all.map((one) => ({ ...one, labels: renameOnce(rename, one.labels) }));
  }

  function renameOnce(rename: (set: LabelSet) => LabelSet, labels: LabelSet): LabelSet {
    return calls.once('renamed', labels, () => rename(labels));
  }

  function scopeOf(request: CallsRequest): GraphQueryScope {
    const { namespaces, windowSeconds } = request;
    return { names, scope: client.scope, windowSeconds, ...(namespaces && { namespaces }) };
  }

  /** With what can be read from recorded series, which is less work by far. */
  async function cheapScopeOf(request: CallsRequest): Promise<CheapScope> {
    const of = scopeOf(request);
    const recorded = await recordedRates?.choose(request);
    return recorded === undefined || recorded.spanSeconds.size === 0
      ? { of, queries: recorded?.queries ?? [] }
      : { of: { ...of, recorded }, queries: recorded.queries };
  }

  function countScopeOf(request: CountRequest): CountQueryScope {
    return { ...scopeOf(request), ...(request.hosts && { hosts: request.hosts }) };
  }

  return {
    async readTraffic(request) {
      const { of, queries } = await cheapScopeOf(request);
      const measures = { messages: messageMeasures(request.rates), tcp: tcpMeasures(request.rates) };
      const [requests, messages, tcp] = await Promise.all([
        askAll(requestQueries(request.rates, of), request),
        askAll(flowQueries(measures.messages, of), request).catch(giveUp('gRPC messages')),
        askAll(flowQueries(measures.tcp, of), request).catch(giveUp('TCP traffic')),
      ]);
      const mapped = [
        await mapInTurns(requests.samples, (samples) => mapTraffic('requests', samples, calls)),
        ...(await mapMeasures(measures.messages, messages, mapTraffic, calls)),
        ...(await mapMeasures(measures.tcp, tcp, mapTraffic, calls)),
      ];
      return {
        samples: mapped.flatMap((one) => one.samples),
        absentLabels: findAbsentLabels(requests.samples),
        ...markRecorded(describe([requests, messages, tcp], mapped, queries), of),
      };
    },

    async readDetails(request) {
      const { of } = await cheapScopeOf(request);
      const [latencies, sums] = await Promise.all([
        readHistograms(request, of),
        askAll(sumQueries(of), request),
      ]);
      const histograms = await mapInTurns(latencies.histograms, (batch) => mapHistograms(batch, calls));
      const mappedSums = await mapMeasures(SUM_MEASURES, sums, mapSums, calls);
      return {
        histograms: histograms.samples,
        countedOnly: latencies.countedOnly,
        sums: mappedSums.flatMap((one) => one.samples),
        ...markRecorded(describe([latencies, sums], [histograms, ...mappedSums]), of),
      };
    },

    async readHistory({ calls, windowSeconds, startSeconds, endSeconds, stepSeconds, signal }) {
      const measures: readonly TrafficMeasure[] =
        calls.protocol === 'tcp' ? ['tcpSent', 'tcpReceived'] : ['requests'];
      const asked = await Promise.all(
        measures.map(async (measure) => {
          const text = historyQuery(measure, calls, { names, scope: client.scope, windowSeconds });
          const answer = await client.queryRange(text, { startSeconds, endSeconds, stepSeconds, signal });
          return { answers: [answer], ...readSeries(measure, renameLabels(answer.series)) };
        }),
      );
      return { series: asked.flatMap(({ series }) => series), ...describe(asked, asked) };
    },

    async countCalls(request) {
      const of = countScopeOf(request);
      const asked = await Promise.all(
        COUNT_MEASURES.map((measure) => askAll(countQueries(measure, of), request)),
      );
      const mapped = await Promise.all(
        COUNT_MEASURES.map((measure, i) =>
          mapInTurns(asked[i]?.samples ?? [], (samples) => mapCounts(measure, samples, calls)),
        ),
      );
      return {
        counts: mapped.flatMap(({ samples }) => samples),
        absentLabels: findAbsentLabels(asked[0]?.samples ?? []).filter((label) =>
          COUNT_LABELS.includes(label),
        ),
        ...describe(asked, mapped),
      };
    },

    async countCallsOverTime({ startSeconds, stepSeconds, atSeconds, signal, ...request }) {
      const of = countScopeOf({ ...request, atSeconds });
      const span = { startSeconds, endSeconds: atSeconds, stepSeconds, signal };
      const asked = await Promise.all(
        COUNT_MEASURES.map(async (measure) => {
          const texts = countQueries(measure, of);
          const answers = await Promise.all(texts.map((text) => client.queryRange(text, span)));
          return { measure, answers };
        }),
      );
      const mapped = asked.map(({ measure, answers }) => ({
        measure,
        ...groupByTime(
          renameLabels(
            distinctByLabels(
              answers.map(({ series }) => series),
              calls,
            ),
          ),
          (samples) => mapCounts(measure, samples, calls),
        ),
      }));
      const ends = [...new Set(mapped.flatMap(({ byTime }) => [...byTime.keys()]))].sort((a, b) => a - b);
      return {
        spans: ends.map((endSeconds) => ({
          endSeconds,
          counts: mapped.flatMap(({ byTime }) => byTime.get(endSeconds) ?? []),
        })),
        ...describe(asked, mapped),
      };
    },

    async countScrapes(request) {
      const options = { atSeconds: request.atSeconds, signal: request.signal };
      const answer = await client.queryInstant(scrapesQuery(countScopeOf(request)), options);
      const value = answer.samples[0]?.value;
      const scrapes = value !== undefined && Number.isFinite(value) ? value : undefined;
      return { scrapes, ...describe([{ answers: [answer] }], []) };
    },

    serverTime: (signal) => client.serverTime(signal),
    retentionSeconds: (signal) => client.retentionSeconds(signal),

    async knownNamespaces(startSeconds, endSeconds, signal) {
      const metrics = (['requests', 'tcpReceived'] as const).map(
        (measure) => names.metrics[TRAFFIC_METRICS[measure]],
      );
      const lists = await Promise.all(
        metrics.flatMap((metric) =>
          NAMESPACE_LABELS.map((label) =>
            client.labelValues(
              names.labels[label],
              { metric, matchers: client.scope },
              { startSeconds, endSeconds, signal },
            ),
          ),
        ),
      );
      return [...new Set(lists.flat())].filter((name) => name !== '' && name !== 'unknown').sort();
    },
  };
}

/**
 * More histograms than these are not read at once: Prometheus would have to add up twenty times as many series, for
 * quantiles that nobody can look at all at once.
 */
const MOST_HISTOGRAMS = 2_000;
const MOST_REMEMBERED = 100;

interface AskedHistograms {
  readonly answers: readonly Answer[];
  readonly histograms: readonly PrometheusHistogram[];
  readonly countedOnly: number;
}

const NO_HISTOGRAMS = { answers: [], histograms: [] };

/** Whole histograms, and what was only counted of the calls that have none. */
function joinHistograms(
  [whole, counted]: readonly [Omit<AskedHistograms, 'countedOnly'>, Omit<AskedHistograms, 'countedOnly'>],
  calls: KnownCalls,
): AskedHistograms {
  const histograms = distinctByLabels([whole.histograms, counted.histograms], calls);
  return {
    answers: [...whole.answers, ...counted.answers],
    histograms,
    countedOnly: histograms.length - whole.histograms.length,
  };
}

interface CheapScope {
  readonly of: GraphQueryScope;
  /** What had to be asked before. */
  readonly queries: readonly UpstreamQuery[];
}

const SUM_MEASURES: readonly SumMeasure[] = ['latencyMs', 'requestBytes', 'responseBytes'];

function ofMeasure(measure: TrafficMeasure | SumMeasure, { samples }: Asked): readonly PrometheusSample[] {
  return samples.filter(({ labels }) => labels[MEASURE_LABEL] === measure);
}

/** A layer of its own: without it the requests are still true. */
function giveUp(what: string): (error: unknown) => Asked {
  return (error) => {
    if (!(error instanceof UpstreamError) || error.kind === 'canceled') throw error;
    const warning = `${what} could not be read and ${what.endsWith('s') ? 'are' : 'is'} missing: ${error.publicMessage}`;
    return { answers: [], samples: [], warning };
  };
}

interface Asked {
  readonly answers: readonly InstantAnswer[];
  readonly samples: readonly PrometheusSample[];
  /** Why there are no answers. */
  readonly warning?: string;
}

/** Each measure of an answer in core's words. */
function mapMeasures<M extends TrafficMeasure | SumMeasure, T>(
  measures: readonly M[],
  asked: Asked,
  map: (measure: M, samples: readonly PrometheusSample[], calls: KnownCalls) => Mapped<T>,
  calls: KnownCalls,
): Promise<Mapped<T>[]> {
  return Promise.all(
    measures.map((measure) =>
      mapInTurns(ofMeasure(measure, asked), (samples) => map(measure, samples, calls)),
    ),
  );
}

function describe(
  asked: readonly { readonly answers: readonly Answer[]; readonly warning?: string }[],
  mapped: readonly { readonly skipped: readonly SkippedSamples[] }[],
  first: readonly UpstreamQuery[] = [],
): Reading {
  const answers = asked.flatMap((one) => one.answers);
  return {
    skipped: mergeSkipped(mapped.map(({ skipped }) => skipped)),
    // What was found out first explains the others, and is read after them.
    queries: [...answers.map(({ query, durationMs }) => ({ text: query, durationMs })), ...first],
    warnings: [
      ...new Set([
        ...asked.flatMap(({ warning }) => warning ?? []),
        ...answers.flatMap(({ warnings, infos }) => [...warnings, ...infos]),
      ]),
    ],
  };
}

function markRecorded(reading: Reading, { recorded }: GraphQueryScope): Reading {
  if (recorded === undefined) return reading;
  const { metrics, evaluated } = recorded.rules;
  const names = [...Object.values(metrics), evaluated];
  const queries = reading.queries.map((query): UpstreamQuery =>
    names.some((name) => query.text.includes(name)) ? { ...query, recorded: true } : query,
  );
  return { ...reading, queries };
}
