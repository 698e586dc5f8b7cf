import type { GraphAnswer } from '@/lib/contracts/graph';
import type { SourceStatus } from '@/lib/contracts/source-status';
import type { NamespaceChoice } from './url-state';

/** The server's warning code for a Prometheus that has never seen Istio's request metrics. */
export const METRICS_ABSENT_CODE = 'no-istio-metrics';

/** The server's warning code for series that name no call that could be drawn. */
export const NOT_PLACED_CODE = 'series-not-placed';

/** What the place of the graph shows. Each state has a cause, its evidence and a next step. */
export type GraphState =
  | { readonly kind: 'nothingSelected' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'metricsSourceDown'; readonly prometheus: SourceStatus }
  | { readonly kind: 'metricsAbsent' }
  | { readonly kind: 'nothingPlaced'; readonly reasons: readonly string[] }
  | { readonly kind: 'noTraffic' }
  | { readonly kind: 'ready' };

export interface GraphStateInput {
  readonly namespaces: NamespaceChoice;
  readonly shown: GraphAnswer | undefined;
  /** The newest failure, also one that is being retried. */
  readonly error: unknown;
  readonly fetching: boolean;
}

/** Chooses the state. A graph that is there always wins over a failure. */
export function chooseGraphState({ namespaces, shown, error, fetching }: GraphStateInput): GraphState {
  if (namespaces !== 'all' && namespaces.length === 0) return { kind: 'nothingSelected' };
  if (!shown && error) return { kind: 'failed', error };
  if (!shown) return { kind: fetching ? 'loading' : 'stopped' };
  if (shown.nodes.length > 0) return { kind: 'ready' };
  const { prometheus } = shown.sources;
  if (prometheus.status !== 'ok' && prometheus.status !== 'degraded') {
    return { kind: 'metricsSourceDown', prometheus };
  }
  if (shown.warnings.some(({ code }) => code === METRICS_ABSENT_CODE)) return { kind: 'metricsAbsent' };
  const reasons = shown.warnings.filter(({ code }) => code === NOT_PLACED_CODE).map(({ message }) => message);
  return reasons.length > 0 ? { kind: 'nothingPlaced', reasons } : { kind: 'noTraffic' };
}

const WIDER_WINDOWS_SECONDS = [60, 300, 1_800, 10_800, 86_400] as const;

/** The next wider window worth offering; undefined when there is none. */
export function widenWindowSeconds(windowSeconds: number): number | undefined {
  return WIDER_WINDOWS_SECONDS.find((wider) => wider >= windowSeconds * 2);
}
