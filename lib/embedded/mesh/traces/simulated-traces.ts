import type { ObjectReader } from '../../kubernetes/object-store';
import type { World } from '../../worlds/world';
import { LoadRegimes, type Regime } from '../load-regimes';
import { prepareScene } from '../plan-traffic';
import type { Scene } from '../scene';
import { hashText } from '../scrape-clock';
import { makeDraws } from './draws';
import type { MeshSpan, MeshTrace, SpanDraft } from './mesh-span';
import { ObjectHistory, type Epoch } from './object-history';
import { RequestRealiser } from './realise-request';
import { parseTraceId, printTraceId } from './trace-id';
import { timeOfTrace, traceLanes, tracesUntil, type TraceLane } from './trace-lanes';
import { TracedCalls } from './traced-call';

export interface SimulatedTracesOptions {
  readonly world: World;
  readonly objects: ObjectReader;
  /** When history begins, Unix seconds. */
  readonly startSeconds: number;
  readonly nowMs: () => number;
  /** Share of requests that are traced, 0 to 1. */
  readonly sampling: number;
}

/** What holds for all requests of one epoch and regime. */
interface Stage {
  readonly scene: Scene;
  readonly calls: TracedCalls;
}

/** A trace is worked out in about 100 µs; those of the last minutes are asked for again and again. */
const MOST_REMEMBERED = 4_000;
const MOST_ROOTS = 256;

/**
 * The traces of the embedded mesh. None is stored: whenever one is asked for, its request is followed through the mesh
 * again, with the same draws and under the configuration of its time.
 */
export class SimulatedTraces {
  readonly #options: SimulatedTracesOptions;
  readonly #lanes: readonly TraceLane[];
  readonly #history: ObjectHistory;
  readonly #regimes: LoadRegimes;
  readonly #stages = new WeakMap<Epoch, Map<Regime, Stage>>();
  readonly #remembered = new Map<string, readonly MeshTrace[]>();

  constructor(options: SimulatedTracesOptions) {
    const { world, objects, startSeconds, nowMs, sampling } = options;
    this.#options = options;
    this.#lanes = traceLanes(world, sampling);
    this.#history = new ObjectHistory(objects, startSeconds, () => nowMs() / 1000);
    this.#regimes = new LoadRegimes(world.load, world.incidents ?? [], startSeconds);
  }

  close(): void {
    this.#history.close();
  }

  /** One trace that has ended; undefined when there is none of that id. */
  get(traceId: string): MeshTrace | undefined {
    const origin = parseTraceId(traceId, this.#options.world.name);
    const lane = origin && this.#lanes[origin.lane];
    if (origin === undefined || lane === undefined) return undefined;
    const { startSeconds, nowMs, world } = this.#options;
    const first = tracesUntil(lane, world.load, startSeconds);
    const last = tracesUntil(lane, world.load, nowMs() / 1000);
    if (origin.index < Math.floor(first) || origin.index > last) return undefined;
    const atSeconds = this.#timeOf(origin.lane, origin.index, nowMs() / 1000);
    if (atSeconds < startSeconds) return undefined;
    const found = this.#tracesOf(origin.lane, origin.index, atSeconds)[origin.root];
    return found !== undefined && found.endUs <= nowMs() * 1000 ? found : undefined;
  }

  /** Traces of requests that began between two instants (Unix seconds) and have ended, the latest request first. */
  *between(fromSeconds: number, toSeconds: number): Iterable<MeshTrace> {
    const { world, startSeconds, nowMs } = this.#options;
    const nowUs = nowMs() * 1000;
    const from = Math.max(fromSeconds, startSeconds);
    const to = Math.min(toSeconds, nowMs() / 1000);
    if (!(from <= to)) return;
    const heads = this.#lanes.map((lane, number) => {
      const index = Math.floor(tracesUntil(lane, world.load, to));
      return { number, index, atSeconds: this.#timeOf(number, index, to) };
    });
    for (;;) {
      const head = heads.reduce<(typeof heads)[number] | undefined>(
        (latest, one) => (latest === undefined || one.atSeconds > latest.atSeconds ? one : latest),
        undefined,
      );
      if (head === undefined || head.atSeconds < from) return;
      if (head.atSeconds <= to) {
        for (const trace of this.#tracesOf(head.number, head.index, head.atSeconds))
          if (trace.endUs <= nowUs) yield trace;
      }
      head.index -= 1;
      head.atSeconds = this.#timeOf(head.number, head.index, head.atSeconds);
    }
  }

  /** When a lane's trace of this number begins: somewhere between its number and the next one. */
  #timeOf(number: number, index: number, guessSeconds: number): number {
    const lane = this.#lanes[number];
    if (lane === undefined) return -Infinity;
    const { world } = this.#options;
    const within = hashText(`${world.name} ${number} ${index}`) / 0x1_0000_0000;
    return timeOfTrace(lane, world.load, index + within, guessSeconds);
  }

  #tracesOf(number: number, index: number, atSeconds: number): readonly MeshTrace[] {
    const key = `${number} ${index}`;
    const known = this.#remembered.get(key);
    if (known !== undefined) return known;
    const traces = this.#follow(number, index, atSeconds);
    if (this.#remembered.size >= MOST_REMEMBERED) this.#remembered.clear();
    this.#remembered.set(key, traces);
    return traces;
  }

  #follow(number: number, index: number, atSeconds: number): readonly MeshTrace[] {
    const { world } = this.#options;
    const lane = this.#lanes[number];
    const stage = this.#stageAt(atSeconds);
    if (lane === undefined || stage === undefined) return [];
    const draws = makeDraws(`${world.name} trace ${number} ${index}`);
    const roots = new RequestRealiser(stage.scene, stage.calls, world.clusterId, draws).realise(lane);
    return roots.slice(0, MOST_ROOTS).map((root, which) => {
      const traceId = printTraceId({ lane: number, index, root: which }, world.name);
      return placeTrace(traceId, root, atSeconds);
    });
  }

  #stageAt(atSeconds: number): Stage | undefined {
    const epoch = this.#history.at(atSeconds);
    if (epoch === undefined) return undefined;
    const regime = this.#regimes.regimeAt(atSeconds);
    const stages = this.#stages.get(epoch) ?? new Map<Regime, Stage>();
    this.#stages.set(epoch, stages);
    const known = stages.get(regime);
    if (known !== undefined) return known;
    const scene = prepareScene(this.#options.world, epoch.objects, this.#regimes.incidentsIn(regime));
    const stage = { scene, calls: new TracedCalls(scene) };
    stages.set(regime, stage);
    return stage;
  }
}

function placeTrace(traceId: string, root: SpanDraft, atSeconds: number): MeshTrace {
  const spans: MeshSpan[] = [];
  const place = (draft: SpanDraft, parentId: string | undefined, parentStartMs: number): void => {
    const startMs = parentStartMs + draft.offsetMs;
    const spanId = spanIdOf(traceId, spans.length);
    const { service, operation, kind, ip } = draft;
    let tags: MeshSpan['tags'] | undefined;
    spans.push({
      traceId,
      spanId,
      parentId,
      service,
      operation,
      kind,
      ip,
      startUs: Math.round(startMs * 1000),
      durationUs: Math.max(1, Math.round(draft.durationMs * 1000)),
      get tags() {
        tags ??= draft.tell();
        return tags;
      },
    });
    for (const child of draft.children) place(child, spanId, startMs);
  };
  place(root, undefined, atSeconds * 1000);
  const endUs = spans.reduce((latest, { startUs, durationUs }) => Math.max(latest, startUs + durationUs), 0);
  return { traceId, spans, endUs, startUs: spans[0]?.startUs ?? 0 };
}

/** Zipkin's reporters give a root the last half of its trace's id. */
function spanIdOf(traceId: string, number: number): string {
  if (number === 0) return traceId.slice(16);
  const half = (salt: string) => hashText(`${salt} ${traceId} ${number}`).toString(16).padStart(8, '0');
  return half('s') + half('t');
}
