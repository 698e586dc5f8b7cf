import 'server-only';
import { REFUSALS, type RefusalCode } from './edge/refusal';

/** Upper bounds of the histogram of durations, in seconds. */
const BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

interface RouteTally {
  readonly byStatus: Map<string, number>;
  readonly buckets: number[];
  sumSeconds: number;
  count: number;
}

/** All reasons there are, so that the first refusal is an increase and no new series. */
const REASONS: readonly RefusalCode[] = [...new Set(Object.values(REFUSALS).map(({ code }) => code))].sort();

/** Requests by route template and class of status, and refusals by reason. No value comes from a request, so that nobody can add series. */
export class SelfMetrics {
  readonly #routes = new Map<string, RouteTally>();
  readonly #refusals = new Map<RefusalCode, number>();
  #underWay = 0;

  get underWay(): number {
    return this.#underWay;
  }

  /** Counts a request that begins; call the answer once when it ends. `route` is a name of ours. */
  begin(route: string, nowMs: () => number = performance.now.bind(performance)) {
    const startedMs = nowMs();
    this.#underWay += 1;
    return (status: number): void => {
      this.#underWay -= 1;
      this.#note(route, status, Math.max(0, nowMs() - startedMs) / 1000);
    };
  }

  /** Counts a request that was refused before any route saw it. */
  refuse(reason: RefusalCode): void {
    this.#refusals.set(reason, (this.#refusals.get(reason) ?? 0) + 1);
  }

  #note(route: string, status: number, seconds: number): void {
    const known = this.#routes.get(route);
    const tally = known ?? { byStatus: new Map(), buckets: BUCKETS.map(() => 0), sumSeconds: 0, count: 0 };
    if (known === undefined) this.#routes.set(route, tally);
    const code = `${Math.floor(status / 100)}xx`;
    tally.byStatus.set(code, (tally.byStatus.get(code) ?? 0) + 1);
    for (const [i, bound] of BUCKETS.entries())
      if (seconds <= bound) tally.buckets[i] = (tally.buckets[i] ?? 0) + 1;
    tally.sumSeconds += seconds;
    tally.count += 1;
  }

  /** In Prometheus' text format. */
  print(): string[] {
    const routes = [...this.#routes].sort(([left], [right]) => (left < right ? -1 : 1));
    return [
      '# HELP telltale_http_requests_total Requests to the API that were answered.',
      '# TYPE telltale_http_requests_total counter',
      ...routes.flatMap(([route, { byStatus }]) =>
        [...byStatus].map(
          ([code, count]) => `telltale_http_requests_total{route="${route}",code="${code}"} ${count}`,
        ),
      ),
      '# HELP telltale_http_request_duration_seconds How long they took.',
      '# TYPE telltale_http_request_duration_seconds histogram',
      ...routes.flatMap(([route, tally]) => printHistogram(route, tally)),
      '# HELP telltale_http_requests_under_way Requests that are being answered.',
      '# TYPE telltale_http_requests_under_way gauge',
      `telltale_http_requests_under_way ${this.#underWay}`,
      '# HELP telltale_http_requests_refused_total Requests that were refused at the door, of whatever address.',
      '# TYPE telltale_http_requests_refused_total counter',
      ...REASONS.map(
        (reason) =>
          `telltale_http_requests_refused_total{reason="${reason}"} ${this.#refusals.get(reason) ?? 0}`,
      ),
    ];
  }
}

function printHistogram(route: string, { buckets, sumSeconds, count }: RouteTally): string[] {
  const name = 'telltale_http_request_duration_seconds';
  return [
    ...BUCKETS.map((bound, i) => `${name}_bucket{route="${route}",le="${bound}"} ${buckets[i] ?? 0}`),
    `${name}_bucket{route="${route}",le="+Inf"} ${count}`,
    `${name}_sum{route="${route}"} ${sumSeconds}`,
    `${name}_count{route="${route}"} ${count}`,
  ];
}

const KEY = Symbol.for('telltale.self-metrics');
type GlobalWithMetrics = typeof globalThis & { [KEY]?: SelfMetrics };

/** One for the process, whichever of Next's copies of this module asks. */
export function selfMetrics(): SelfMetrics {
  const home: GlobalWithMetrics = globalThis;
  home[KEY] ??= new SelfMetrics();
  return home[KEY];
}
