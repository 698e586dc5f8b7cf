import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  sendJson,
  startScriptedServer,
  until,
  type Script,
  type ScriptedServer,
} from '@/lib/adapters/http/testing/scripted-server';
import { DEFAULT_RATES } from '@/lib/core/graph/mesh-graph';
import { ISTIO_NAMES } from '@/lib/core/telemetry/istio-names';
import { parseRecordingRules } from '@/lib/core/telemetry/recording-rules';
import { createPrometheusClient, type PrometheusClient } from './client';
import { createRecordedRates } from './recorded-rates';
import { createTelemetry } from './telemetry';

const AT = 1_749_999_990;
const rules = parseRecordingRules('auto');

let server: ScriptedServer;
let client: PrometheusClient;
let nowMs = 0;
/** What was asked for by its text; label values by their path. */
let asked: string[] = [];

beforeEach(async () => {
  nowMs = AT * 1000;
  asked = [];
  server = await startScriptedServer();
  client = createPrometheusClient({ url: server.url, deadlineMs: 3_000, nowMs: () => nowMs });
});
afterEach(async () => {
  client.close();
  await server.close();
});

function connect() {
  if (!rules.ok || rules.value === undefined) throw new Error('no rules');
  const recordedRates = createRecordedRates(client, rules.value, ISTIO_NAMES, () => nowMs);
  return { recordedRates, telemetry: createTelemetry(client, ISTIO_NAMES, recordedRates) };
}

const isProbe = (text: string) => text.includes('min_over_time(workload:telltale_evaluated_seconds:rate1m[');

interface Answers {
  /** When requests were recorded, in seconds before the end of the window. */
  readonly evaluations?: readonly [first: number, last: number];
  readonly probe?: Script;
  readonly labelValues?: Script;
}

/** A server that answers each question as told, and everything else with nothing. */
function answer({ evaluations, probe, labelValues = sendValues(['shop']) }: Answers): void {
  server.play((request, response) => {
    if (request.path.includes('/label/')) {
      asked.push(request.path);
      return labelValues(request, response);
    }
    const query = new URLSearchParams(request.body).get('query') ?? '';
    asked.push(query);
    if (isProbe(query)) return (probe ?? sendEvaluations(evaluations))(request, response);
    // So many evaluations, and recorded series that have a rate at each of them.
    const isCount = query.startsWith('quantile(') || query.startsWith('max ');
    sendVector(response, isCount ? [{ metric: {}, value: [AT, '20'] }] : []);
  });
}

type Response = Parameters<Script>[1];

function sendVector(response: Response, result: readonly object[]): void {
  sendJson(response, 200, { status: 'success', data: { resultType: 'vector', result } });
}

function sendValues(data: readonly string[]): Script {
  return (_request, response) => sendJson(response, 200, { status: 'success', data });
}

function sendEvaluations(evaluations: readonly [number, number] | undefined): Script {
  return (_request, response) => {
    if (evaluations === undefined) return sendVector(response, []);
    const [first, last] = evaluations.map((age) => AT - age) as [number, number];
    const count = Math.floor((last - first) / 30) + 1;
    const measures = { Count: count, First: first, Last: last };
    const sample = (measure: string, value: number) => ({
      metric: { telltale_measure: measure, records: 'istio_requests' },
      value: [AT, String(value)],
    });
    sendVector(response, [
      ...['asked', 'lately'].flatMap((prefix) =>
        Object.entries(measures).map(([measure, value]) => sample(`${prefix}${measure}`, value)),
      ),
      sample('fewest', count),
    ]);
  };
}

const request = { windowSeconds: 300, atSeconds: AT };

describe('looking for recorded rates', () => {
  it('asks once a minute where there are none', async () => {
    answer({});
    const { recordedRates } = connect();
    for (let second = 0; second < 59; second += 1) {
      nowMs = (AT + second) * 1000;
      const chosen = await recordedRates.choose({ windowSeconds: 300 + second, atSeconds: AT + second });
      expect(chosen.faults.get('istio_requests_total')).toBe('absent');
    }
    expect(asked).toHaveLength(1);
    nowMs = (AT + 61) * 1000;
    await recordedRates.choose({ ...request, atSeconds: AT + 61 });
    expect(asked).toHaveLength(2);
  });

  it('asks every quarter of a minute where there are, and for names every five minutes', async () => {
    answer({ evaluations: [280, 10] });
    const { recordedRates } = connect();
    for (let second = 0; second < 60; second += 5) {
      nowMs = (AT + second) * 1000;
      await Promise.all(
        Array.from({ length: 10 }, () => recordedRates.choose({ ...request, atSeconds: AT + second })),
      );
    }
    expect(asked.filter(isProbe)).toHaveLength(4);
    expect(asked.filter((text) => text.includes('/label/'))).toHaveLength(10);
  });

  it('says what it asked, and marks what reads recorded rates', async () => {
    answer({ evaluations: [280, 10] });
    const { queries } = await connect().telemetry.readTraffic({ ...request, rates: DEFAULT_RATES });
    expect(queries.map(({ text }) => text).filter(isProbe)).toHaveLength(1);
    const recorded = queries.filter((query) => query.recorded).map(({ text }) => text);
    expect(recorded).toContainEqual(
      expect.stringContaining('sum_over_time(workload:istio_requests:rate1m[270s])'),
    );
    // TCP is not recorded there.
    const others = queries.filter((query) => !query.recorded).map(({ text }) => text);
    expect(others).toEqual([expect.stringContaining('rate(istio_tcp_received_bytes_total[300s])')]);
    for (const { text } of queries) expect(asked).toContain(text);
  });

  it.each<[string, Script]>([
    ['fails', (_request, response) => sendJson(response, 500, {})],
    ['is refused', (_request, response) => sendJson(response, 422, { status: 'error', errorType: 'execution', error: 'x' })],
    ['gives a page', (_request, response) => void response.end('<html>')],
    ['gives numbers that are none', (_request, response) =>
      sendVector(response, ['askedCount', 'askedFirst', 'askedLast', 'fewest'].map((measure) => ({
        metric: { telltale_measure: measure, records: 'istio_requests' }, value: [AT, 'NaN'],
      })))],
  ])('takes nothing away when it %s: the proxies are read (R12)', async (_how, probe) => {
    answer({ probe });
    const { queries, warnings } = await connect().telemetry.readTraffic({ ...request, rates: DEFAULT_RATES });
    expect(queries.some(({ text }) => text.includes('rate(istio_requests_total[300s])'))).toBe(true);
    expect(queries.some((query) => query.recorded)).toBe(false);
    expect(warnings).toEqual([]);
  }); // prettier-ignore

  it('does not wait for names that take long, and knows them the next time', async () => {
    let send = (): void => undefined;
    let isSlow = true;
    answer({
      evaluations: [280, 10],
      labelValues: async (told, response) => {
        if (isSlow) await new Promise<void>((resolve) => (send = resolve));
        return sendValues(['shop'])(told, response);
      },
    });
    const { recordedRates } = connect();
    const first = await recordedRates.choose(request);
    expect(first.faults.get('istio_requests_total')).toBe('unknown');
    isSlow = false;
    send();
    await until(() => asked.filter((text) => text.includes('/label/')).length === 10);
    nowMs += 16_000;
    const next = await recordedRates.choose({ ...request, atSeconds: AT + 16 });
    expect(next.spanSeconds.get('istio_requests_total')).toBe(270);
  });

  it('is given up when nobody waits any more (R22)', async () => {
    let isClosed = false;
    answer({ probe: (_request, response) => void response.on('close', () => (isClosed = true)) });
    const leaving = new AbortController();
    const choosing = connect().recordedRates.choose({ ...request, signal: leaving.signal });
    await until(() => asked.some(isProbe));
    leaving.abort();
    await expect(choosing).rejects.toMatchObject({ kind: 'canceled' });
    await until(() => isClosed);
  });
});
