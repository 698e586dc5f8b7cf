import {
  callLabels,
  countCalls,
  REPORTERS,
  type Call,
  type Label,
  type Reporter,
  type Series,
  type Teller,
} from './call-series';
import type { Scrapes } from './scrapes';

export interface PodMesh extends Scrapes {
  readonly workloads: number;
  /** Of each workload. */
  readonly pods: number;
}

const STEPS = [1, 7, 3];

/** A mesh as its pods are scraped: each workload calls three others, and each pod of both sides counts its share. */
export function podSeries(mesh: PodMesh): Generator<Series> {
  return countCalls(planCalls(mesh), (call) =>
    REPORTERS.flatMap((reporter) =>
      Array.from({ length: mesh.pods }, (_none, pod) => tellerOf(call, reporter, pod, mesh)),
    ),
  );
}

function planCalls({ workloads }: PodMesh): Call[] {
  const place = (index: number) => ({
    name: `workload-${index}`,
    namespace: `namespace-${Math.floor(index / 10)}`,
  });
  return Array.from({ length: workloads }, (_none, source) =>
    STEPS.map((step, call): Call => ({
      index: source * STEPS.length + call,
      source: place(source),
      target: place((source + step) % workloads),
    })),
  ).flat();
}

function tellerOf(call: Call, reporter: Reporter, pod: number, { pods, everySeconds }: PodMesh): Teller {
  const { source, target } = call;
  const own = reporter === 'source' ? source : target;
  const labels: Label[] = [
    ...callLabels(call, reporter),
    ['source_app', source.name],
    ['source_version', 'v1'],
    ['destination_app', target.name],
    ['destination_version', 'v1'],
    ['pod', `${own.name}-${pod}`],
    ['instance', `${own.name}-${pod}.${own.namespace}:15020`],
    ['job', 'kubernetes-pods'],
  ];
  return { labels, share: 1 / pods, delaySeconds: pod % everySeconds };
}
