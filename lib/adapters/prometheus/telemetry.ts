import { UpstreamError } from '@/lib/adapters/http/upstream-error';
import type { PromqlExpression } from '@/lib/core/promql/promql-expression';
import type {
  HistoryLine,
  Reading,
  SkippedSamples,
  TelemetryPort,
  TrafficRequest,
} from '@/lib/services/ports';
import type { Answer, InstantAnswer, PrometheusClient, RangeAnswer } from './client';
import { callMatchers, errorHistory, requestHistory, tcpHistory } from './history-queries';
import { METRICS, NAMESPACE_LABELS } from './istio-labels';
import { mapLatencyBuckets, mapLatencySums, mapTraffic, mergeSkipped } from './map';
import { refuseRate } from './map-call';
import type { PrometheusSample } from './parse-answer';
import {
  latencyBucketQueries,
  latencySumQueries,
  requestQueries,
  tcpReceivedQueries,
  tcpSentQueries,
  type GraphQueryScope,
} from './queries';
import { SkippedTally } from './skipped';

/** The metrics side of the mesh, read from a Prometheus-compatible server. */
export function createTelemetry(client: PrometheusClient): TelemetryPort {
  async function askAll(texts: readonly PromqlExpression[], request: TrafficRequest): Promise<Asked> {
    const options = { atSeconds: request.atSeconds, signal: request.signal };
    const answers = await Promise.all(texts.map((text) => client.queryInstant(text, options)));
    return { answers, samples: distinctSamples(answers) };
  }

  function scopeOf(request: TrafficRequest): GraphQueryScope {
    const { namespaces, windowSeconds } = request;
    return { scope: client.scope, windowSeconds, ...(namespaces && { namespaces }) };
  }

  return {
    async readTraffic(request) {
      const of = scopeOf(request);
      const [requests, sent, received] = await Promise.all([
        askAll(requestQueries(of), request),
        askAll(tcpSentQueries(of), request).catch(giveUpTcp),
        askAll(tcpReceivedQueries(of), request).catch(giveUpTcp),
      ]);
      const mapped = [
        mapTraffic('requests', requests.samples),
        mapTraffic('tcpSent', sent.samples),
        mapTraffic('tcpReceived', received.samples),
      ];
      return {
        samples: mapped.flatMap((one) => one.samples),
        ...describe(
          [requests, sent, received],
          mapped.map((one) => one.skipped),
        ),
      };
    },

    async readLatency(request) {
      const of = scopeOf(request);
      const [buckets, sums] = await Promise.all([
        askAll(latencyBucketQueries(of), request),
        askAll(latencySumQueries(of), request),
      ]);
      const mappedBuckets = mapLatencyBuckets(buckets.samples);
      const mappedSums = mapLatencySums(sums.samples);
      return {
        buckets: mappedBuckets.samples,
        sums: mappedSums.samples,
        ...describe([buckets, sums], [mappedBuckets.skipped, mappedSums.skipped]),
      };
    },

    async readHistory({ calls, windowSeconds, startSeconds, endSeconds, stepSeconds, signal }) {
      const matchers = callMatchers(client.scope, calls);
      const wanted: [HistoryLine['measure'], PromqlExpression][] =
        calls.protocol === 'tcp'
          ? [
              ['tcpSent', tcpHistory('tcpSent', matchers, windowSeconds)],
              ['tcpReceived', tcpHistory('tcpReceived', matchers, windowSeconds)],
            ]
          : [
              ['requests', requestHistory(matchers, windowSeconds)],
              ['errors', errorHistory(matchers, windowSeconds)],
            ];
      const tally = new SkippedTally();
      const read = await Promise.all(
        wanted.map(async ([measure, text]) => {
          const answer = await client.queryRange(text, { startSeconds, endSeconds, stepSeconds, signal });
          return { answer, line: readLine(measure, answer, tally) };
        }),
      );
      return {
        lines: read.map(({ line }) => line),
        ...describe(
          read.map(({ answer }) => ({ answers: [answer] })),
          [tally.list()],
        ),
      };
    },

    serverTime: (signal) => client.serverTime(signal),
    retentionSeconds: (signal) => client.retentionSeconds(signal),

    async knownNamespaces(startSeconds, endSeconds, signal) {
      const metrics = [METRICS.requests, METRICS.tcpReceived];
      const lists = await Promise.all(
        metrics.flatMap((metric) =>
          NAMESPACE_LABELS.map((label) =>
            client.labelValues(
              label,
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

/** Bytes are a layer of their own: without them the requests are still true. */
function giveUpTcp(error: unknown): Asked {
  if (!(error instanceof UpstreamError) || error.kind === 'canceled') throw error;
  const warning = `TCP traffic could not be read and is missing: ${error.publicMessage}`;
  return { answers: [], samples: [], warning };
}

interface Asked {
  readonly answers: readonly InstantAnswer[];
  readonly samples: readonly PrometheusSample[];
  /** Why there are no answers. */
  readonly warning?: string;
}

/** A call between namespaces of two queries is in both answers, with the same value at the same time: it is kept once. */
function distinctSamples(answers: readonly InstantAnswer[]): readonly PrometheusSample[] {
  const [only] = answers;
  if (answers.length <= 1) return only?.samples ?? [];
  const byLabels = new Map<string, PrometheusSample>();
  for (const sample of answers.flatMap((answer) => answer.samples)) {
    const key = JSON.stringify(
      Object.entries(sample.labels).sort(([left], [right]) => (left < right ? -1 : 1)),
    );
    if (!byLabels.has(key)) byLabels.set(key, sample);
  }
  return [...byLabels.values()];
}

function describe(
  asked: readonly { readonly answers: readonly Answer[]; readonly warning?: string }[],
  skipped: readonly (readonly SkippedSamples[])[],
): Reading {
  const answers = asked.flatMap((one) => one.answers);
  return {
    skipped: mergeSkipped(skipped),
    queries: answers.map(({ query, durationMs }) => ({ text: query, durationMs })),
    warnings: [
      ...new Set([
        ...asked.flatMap(({ warning }) => warning ?? []),
        ...answers.flatMap(({ warnings, infos }) => [...warnings, ...infos]),
      ]),
    ],
  };
}

function readLine(measure: HistoryLine['measure'], answer: RangeAnswer, tally: SkippedTally): HistoryLine {
  const points: { atSeconds: number; perSecond: number }[] = [];
  const [series] = answer.series;
  for (const { atSeconds, value } of series?.points ?? []) {
    const reason = refuseRate(value);
    if (reason === undefined) points.push({ atSeconds, perSecond: value + 0 });
    else tally.add(reason, { measure });
  }
  return { measure, points };
}
