import type { ObjectReader } from '../kubernetes/object-store';
import { compileMatchers } from '../promql/matchers';
import type { Matcher, Series, SeriesSource } from '../promql/series-source';
import type { World } from '../worlds/world';
import { CountTimeline } from './count-timeline';
import type { MeshPod, MeshWorkload } from './mesh-view';
import {
  hasProxy,
  instanceOf,
  named,
  observationLabels,
  scrapeLabels,
  type ReportingSide,
} from './observation-labels';
import { observationSeries, type EventKind } from './observation-series';
import { flowKey, planTraffic, type Flow } from './plan-traffic';
import { hashText, scrapeClock } from './scrape-clock';
import { SimulatedSeries, type Lifetime } from './simulated-series';

export interface SimulatedMeshOptions {
  readonly world: World;
  readonly objects: ObjectReader;
  /** When history begins, Unix seconds. */
  readonly startSeconds: number;
  readonly scrapeIntervalSeconds: number;
  readonly nowMs: () => number;
}

/** What one proxy wants to report of one flow. */
interface Observation {
  readonly flow: Flow;
  readonly side: ReportingSide;
  readonly pod: MeshPod;
  readonly factor: number;
  readonly kind: EventKind;
}

/** Nobody has restarted in the last hours, so that a first look at the demo is a calm one. */
const LEAST_UPTIME_MS = 4 * 3_600_000;

/** A client waits this much longer than the server works: the network and two proxies. */
const WIRE_MS = 0.6;

/**
 * The proxies of the embedded mesh as a source of series. It follows the cluster's objects: when they change, the
 * traffic is planned anew and every counter goes on from where it is.
 */
export class SimulatedMesh implements SeriesSource {
  readonly #options: SimulatedMeshOptions;
  readonly #timelines = new Map<string, CountTimeline<EventKind>>();
  readonly #lives = new Map<string, { pod: MeshPod; life: Lifetime }>();
  readonly #seriesByName = new Map<string, SimulatedSeries[]>();
  #isPlanDue = false;
  readonly #unsubscribe: () => void;

  constructor(options: SimulatedMeshOptions) {
    this.#options = options;
    this.#replan(options.startSeconds);
    this.#unsubscribe = options.objects.subscribe(() => this.#planSoon());
  }

  close(): void {
    this.#unsubscribe();
  }

  *select(matchers: readonly Matcher[], fromMs: number, toMs: number): Iterable<Series> {
    this.#settle();
    const matches = compileMatchers(matchers);
    const exactName = matchers.find(({ name, op }) => name === '__name__' && op === '=')?.value;
    const candidates =
      exactName === undefined ? [...this.#seriesByName.values()].flat() : this.#seriesByName.get(exactName);
    for (const series of candidates ?? []) {
      if (matches(series.labels) && series.hasSampleIn(fromMs, toMs)) yield series;
    }
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
    const { world, objects } = this.#options;
    const observations = new Map(
      planTraffic(world, objects)
        .flatMap(observe)
        .map((o) => [observationKey(o), o]),
    );
    this.#followPods(atSeconds * 1000);
    for (const [key, observation] of observations) {
      const timeline = this.#timelines.get(key);
      if (timeline === undefined) this.#begin(key, observation, atSeconds);
      else if (!isSame(timeline.current, observation))
        timeline.change(atSeconds, observation.factor, observation.kind);
    }
    for (const [key, timeline] of this.#timelines) {
      const current = timeline.current;
      if (!observations.has(key) && current !== undefined && current.factor !== 0) {
        timeline.change(atSeconds, 0, current.detail);
      }
    }
  }

  #begin(key: string, { flow, side, pod, factor, kind }: Observation, atSeconds: number): void {
    const { world, scrapeIntervalSeconds, nowMs } = this.#options;
    const timeline = new CountTimeline(world.load, atSeconds, factor, kind);
    this.#timelines.set(key, timeline);
    const clock = scrapeClock(instanceOf(pod), scrapeIntervalSeconds * 1000);
    const labels = observationLabels(flow, side, pod, world.clusterId);
    for (const series of observationSeries({
      labels,
      timeline,
      clock,
      life: this.#life(pod, atSeconds * 1000),
      nowMs,
    })) {
      this.#add(series);
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
    for (const constant of [
      named('up', labels),
      named('istio_build', labels, { component: 'proxy', tag: '1.30.0' }),
    ]) {
      this.#add(
        new SimulatedSeries({ labels: constant, clock, bornMs: atMs, life, nowMs, valueSince: () => 1 }),
      );
    }
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

  #add(series: SimulatedSeries): void {
    const name = series.labels['__name__'] ?? '';
    const list = this.#seriesByName.get(name);
    if (list === undefined) this.#seriesByName.set(name, [series]);
    else list.push(series);
  }
}

/** Every proxy along a flow reports it: the caller's pods and, where one was reached, the callee's. */
function observe(flow: Flow): Observation[] {
  const { source, destination, serverTime, requestBytes, responseBytes } = flow;
  const observations: Observation[] = [];
  if (hasProxy(source)) {
    const duration = { ...serverTime, medianMs: serverTime.medianMs + WIRE_MS + (flow.delayMs ?? 0) };
    for (const pod of source.pods) {
      if (!reports(source, pod)) continue;
      const factor = flow.factor / source.pods.length;
      observations.push({
        flow,
        side: 'source',
        pod,
        factor,
        kind: { duration, requestBytes, responseBytes },
      });
    }
  }
  if (destination !== undefined && hasProxy(destination)) {
    for (const pod of destination.pods) {
      if (!reports(destination, pod)) continue;
      const factor = flow.factor / destination.pods.length;
      const kind = { duration: serverTime, requestBytes, responseBytes };
      observations.push({ flow, side: 'destination', pod, factor, kind });
    }
  }
  return observations;
}

/** Pods of one workload may have been made before and after injection was switched on. */
function reports({ isGateway }: MeshWorkload, pod: MeshPod): boolean {
  return isGateway || pod.hasProxy;
}

function observationKey({ flow, side, pod }: Observation): string {
  return `${side} ${pod.uid} ${flowKey(flow)}`;
}

function isSame(
  current: { factor: number; detail: EventKind } | undefined,
  { factor, kind }: Observation,
): boolean {
  return (
    current !== undefined &&
    current.factor === factor &&
    JSON.stringify(current.detail) === JSON.stringify(kind)
  );
}
