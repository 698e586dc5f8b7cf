import type { MtlsMode, Proxy } from '@/lib/contracts/declared-security';
import type { Contradiction, ObservedState, Readiness } from '@/lib/contracts/mtls';

/** What stands for a mode on the page: a gateway and an empty service are neither protected nor unprotected. */
export type ModeKind = MtlsMode | 'GATEWAY' | 'EMPTY';

export interface WithMode {
  readonly mode: MtlsMode;
  readonly proxy: Proxy;
  /** Of a service: the workloads that it selects. */
  readonly workloads?: readonly string[];
}

export function modeKind({ mode, proxy, workloads }: WithMode): ModeKind {
  if (mode !== 'NONE') return mode;
  if (proxy === 'gateway') return 'GATEWAY';
  return workloads !== undefined && workloads.length === 0 ? 'EMPTY' : 'NONE';
}

/** In which modes are listed: the safest first, then what policies do not decide. */
export const modeOrder: readonly ModeKind[] = [
  'STRICT',
  'PERMISSIVE',
  'MIXED',
  'DISABLE',
  'NONE',
  'GATEWAY',
  'UNKNOWN',
  'EMPTY',
];

export const modeWords: Readonly<Record<ModeKind, string>> = {
  STRICT: 'STRICT',
  PERMISSIVE: 'PERMISSIVE',
  DISABLE: 'DISABLE',
  MIXED: 'Mixed',
  NONE: 'No proxy',
  UNKNOWN: 'Unknown',
  GATEWAY: 'Gateway',
  EMPTY: 'No pods',
};

/** What a mode means to whoever calls: goes on after "It". */
export const modeMeanings: Readonly<Record<ModeKind, string>> = {
  STRICT: 'takes mutual TLS only',
  PERMISSIVE: 'takes mutual TLS and plaintext',
  DISABLE: 'takes plaintext only',
  MIXED: 'has ports, pods or workloads that differ',
  NONE: 'has no proxy, or ports that bypass it, so that no policy has an effect',
  UNKNOWN: 'cannot be told: what decides cannot be read',
  GATEWAY: 'goes by its own listeners, not by a policy',
  EMPTY: 'selects no pods',
};

export const proxyWords: Readonly<Record<Proxy, string>> = {
  sidecar: 'sidecar',
  ambient: 'ambient',
  gateway: 'gateway',
  waypoint: 'waypoint',
  none: 'none',
  unknown: 'not known',
  mixed: 'of different kinds, or missing in some pods',
};

export const observedWords: Readonly<Record<ObservedState, string>> = {
  mutual: 'all mutual',
  partly: 'partly mutual',
  plaintext: 'plaintext',
  unknown: 'unknown',
  silent: 'no traffic',
};

export const verdictWords: Readonly<Record<Readiness['verdict'], string>> = {
  ready: 'ready',
  notReady: 'not ready',
  unknown: 'unknown',
};

export const weightWords: Readonly<Record<Contradiction['weight'], string>> = {
  problem: 'Problem',
  advice: 'Advice',
  note: 'Note',
};

/** Whether it can be STRICT, in a word. */
export function readinessText({ verdict, isStrict }: Pick<Readiness, 'verdict' | 'isStrict'>): string {
  return isStrict ? 'is STRICT' : verdictWords[verdict];
}
