import type { ObjectReader } from '../kubernetes/object-store';
import { compileMatchers } from '../promql/matchers';
import type { Labels, Matcher, Series, SeriesSource } from '../promql/series-source';
import type { World } from '../worlds/world';
import { CountTimeline, type Portion } from './count-timeline';
import { LoadRegimes } from './load-regimes';
import { readWorkloads, type MeshPod } from './mesh-view';
import { instanceOf, named, observationLabels, scrapeLabels } from './observation-labels';
import { observationSeries } from './observation-series';
import { indexZtunnels, observeReport, type Observation } from './observe-report';
import { planTraffic } from './plan-traffic';
import type { EventKind } from './report';
import { hashText, scrapeClock } from './scrape-clock';
import { SeriesIndex } from './series-by-name';
import { SimulatedSeries, type Lifetime } from './simulated-series';

export interface SimulatedMeshOptions {
  readonly world: World;
  readonly objects: ObjectReader;
  /** When history begins, Unix seconds. */
  readonly startSeconds: number;
  readonly scrapeIntervalSeconds: number;
  readonly nowMs: () => number;
}

/** All that one proxy wants to report under one set of labels, in every regime of the world. */
interface Telling {
  readonly observation: Observation;
  readonly portions: Portion<EventKind>[];
  bornSeconds: number;
}

/** Nobody has restarted in the last hours, so that a first look at the demo is a calm one. */
const LEAST_UPTIME_MS = 4 * 3_600_000;

/**
 * The proxies of the embedded mesh as a source of series. It follows the cluster's objects: when they change, the
 * traffic is planned anew and every counter goes on from where it is.
 */
export class SimulatedMesh implements SeriesSource {
  readonly #options: SimulatedMeshOptions;
  readonly #timelines = new Map<string, CountTimeline<EventKind>>();
  readonly #lives = new Map<string, { pod: MeshPod; life: Lifetime }>();
  readonly #regimes: LoadRegimes;
  readonly #series = new SeriesIndex();
  #isPlanDue = false;
  readonly #unsubscribe: () => void;

  constructor(options: SimulatedMeshOptions) {
    this.#options = options;
    this.#regimes = new LoadRegimes(options.world.load, options.world.incidents ?? [], options.startSeconds);
    this.#replan(options.startSeconds);
    this.#unsubscribe = options.objects.subscribe(() => this.#planSoon());
  }

  close(): void {
    this.#unsubscribe();
  }

  *select(matchers: readonly Matcher[], fromMs: number, toMs: number): Iterable<Series> {
    this.#settle();
    const matches = compileMatchers(matchers);
    for (const series of this.#candidates(matchers)) {
      if (matches(series.labels) && series.hasSampleIn(fromMs, toMs)) yield series;
    }
  }

  /** No fewer than all that match. */
  #candidates(matchers: readonly Matcher[]): Iterable<SimulatedSeries> {
    const exactly = (label: string) => matchers.find(({ name, op }) => name === label && op === '=')?.value;
    const [name, bound] = [exactly('__name__'), exactly('le')];
    if (name === undefined) return this.#series.all();
    return bound === undefined ? this.#series.withName(name) : this.#series.withBound(name, bound);
  }

  /** One change of configuration often touches many objects: they are planned together. */
  #planSoon(): void {
    if (this.#isPlanDue) return;
    this.#isPlanDue = true;
    queueMicrotask(() => this.#settle());
  }

  #settle(): void {
    if (!this.#isPlanDue) return;
    this.#isPlanDue = false;
    this.#replan(this.#options.nowMs() / 1000);
  }

  #replan(atSeconds: number): void {
    const tellings = this.#plan(atSeconds);
    this.#followPods(atSeconds * 1000);
    this.#watchProxies(atSeconds * 1000);
    for (const [key, telling] of tellings) {
      const timeline = this.#timelines.get(key);
      if (timeline === undefined) this.#begin(key, telling, atSeconds);
      else if (!isSame(timeline.current, telling.portions)) timeline.changeAll(atSeconds, telling.portions);
    }
    for (const [key, timeline] of this.#timelines) {
      if (!tellings.has(key) && timeline.current.length > 0) timeline.changeAll(atSeconds, []);
    }
  }

  /** What every proxy tells from now on: a plan for each regime, put together by labels. */
  #plan(atSeconds: number): Map<string, Telling> {
    const { world, objects } = this.#options;
    const findZtunnel = indexZtunnels(objects, readWorkloads(objects, world.trustDomain));
    const tellings = new Map<string, Telling>();
    for (const regime of this.#regimes.regimes) {
      const bornSeconds = this.#regimes.firstIn(regime, atSeconds);
      if (bornSeconds === undefined) continue;
      const growth = this.#regimes.growthIn(regime);
      for (const report of planTraffic(world, objects, this.#regimes.incidentsIn(regime)).values()) {
        for (const observation of observeReport(report, findZtunnel)) {
          const { key, factor } = observation;
          const telling = tellings.get(key) ?? { observation, portions: [], bornSeconds };
          telling.portions.push({ growth, factor, detail: report.kind });
          telling.bornSeconds = Math.min(telling.bornSeconds, bornSeconds);
          tellings.set(key, telling);
        }
      }
    }
    return tellings;
  }

  #begin(key: string, { observation, portions, bornSeconds }: Telling, atSeconds: number): void {
    const [first] = portions;
    if (first === undefined) return;
    const { world, scrapeIntervalSeconds, nowMs } = this.#options;
    const { report, pod } = observation;
    const timeline = new CountTimeline(world.load, atSeconds, 0, first.detail);
    timeline.changeAll(atSeconds, portions);
    this.#timelines.set(key, timeline);
    for (const family of observationSeries({
      protocol: report.protocol,
      labels: observationLabels(report, pod, world.clusterId),
      timeline,
      bornSeconds,
      clock: scrapeClock(instanceOf(pod), scrapeIntervalSeconds * 1000),
      life: this.#life(pod, atSeconds * 1000),
      nowMs,
    })) {
      this.#series.add(family);
    }
  }

  #life(pod: MeshPod, atMs: number): Lifetime {
    const known = this.#lives.get(pod.uid);
    if (known !== undefined) return known.life;
    const life: Lifetime = { startMs: atMs, restartsMs: this.#pastRestarts(pod, atMs) };
    this.#lives.set(pod.uid, { pod, life });
    const { scrapeIntervalSeconds, nowMs } = this.#options;
    const clock = scrapeClock(instanceOf(pod), scrapeIntervalSeconds * 1000);
    const labels = scrapeLabels(pod);
    const add = (name: string, extra: Labels = {}) =>
      this.#series.add({
        name,
        make: () => {
          const constant = named(name, labels, extra);
          return [
            new SimulatedSeries({ labels: constant, clock, bornMs: atMs, life, nowMs, valueSince: () => 1 }),
          ];
        },
      });
    add('up');
    add('istio_build', {
      component: pod.labels['app'] === 'ztunnel' ? 'ztunnel' : 'proxy',
      tag: '1.30.0',
    });
    return life;
  }

  /** Some of the pods that were there at the start have restarted once since, as pods do. */
  #pastRestarts(pod: MeshPod, atMs: number): number[] {
    const sinceStartMs = this.#options.nowMs() - atMs;
    const number = hashText(`${pod.namespace}/${pod.labels['app'] ?? ''}/${pod.labels['version'] ?? ''}`);
    if (number % 3 !== 0 || sinceStartMs < LEAST_UPTIME_MS) return [];
    return [atMs + (number % Math.floor(sinceStartMs - LEAST_UPTIME_MS / 2))];
  }

  /** A pod that is gone is scraped no more: its series end with a staleness marker. */
  #followPods(atMs: number): void {
    const alive = new Set(
      this.#options.objects.list('pods').map(({ metadata }) => metadata.uid ?? metadata.name),
    );
    for (const [uid, { life }] of this.#lives) {
      if (!alive.has(uid) && life.endMs === undefined) life.endMs = atMs;
    }
  }

  /** Proxies are scraped whether they have traffic or not. */
  #watchProxies(atMs: number): void {
    const { objects, world } = this.#options;
    for (const { pods } of readWorkloads(objects, world.trustDomain)) {
      for (const pod of pods) if (pod.hasProxy) this.#life(pod, atMs);
    }
  }
}

function isSame(current: readonly Portion<EventKind>[], wanted: readonly Portion<EventKind>[]): boolean {
  return (
    current.length === wanted.length &&
    current.every(({ growth, factor, detail }, index) => {
      const other = wanted[index];
      return (
        growth === other?.growth &&
        factor === other.factor &&
        JSON.stringify(detail) === JSON.stringify(other.detail)
      );
    })
  );
}
