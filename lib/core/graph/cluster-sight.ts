import type { ResourceKind } from '../kubernetes/resource-kinds';

/** How far the objects of one kind can be seen. */
export interface KindSight {
  readonly kind: ResourceKind;
  /** `complete`: all there are, as they are now. `partial`: some, or as they were. `unknown`: none, for whatever reason. */
  readonly reach: 'complete' | 'partial' | 'forbidden' | 'notInstalled' | 'unknown';
  /** Where the kind is read namespace by namespace: the only ones that are read. */
  readonly onlyIn?: readonly string[];
  /** Namespaces where it may not be read. */
  readonly hiddenIn?: readonly string[];
  /** Namespaces with objects that could be read in part only. */
  readonly brokenIn?: readonly string[];
}

/** What runs in a namespace. */
const RUNNING_KINDS: readonly ResourceKind[] = ['deployments', 'statefulSets', 'daemonSets', 'pods'];

/**
 * Whether a namespace is hidden from this account: it may read there neither pods nor any kind of workload. Where it
 * may read some of them, or where reading fails for another reason, the namespace is not hidden.
 */
export function isHidden(sight: readonly KindSight[], namespace: string): boolean {
  const running = sight.filter(({ kind }) => RUNNING_KINDS.includes(kind));
  return running.length > 0 && running.every((kind) => isClosed(kind, namespace));
}

/**
 * Whether everything that runs in a namespace is known, so that what was not found is not there: every kind of
 * workload and the pods, up to date and readable, and whatever else is given unless it is not installed.
 */
export function isFullyKnown(sight: readonly KindSight[], namespace: string): boolean {
  const kinds = new Map(sight.map((one) => [one.kind, one]));
  if (RUNNING_KINDS.some((kind) => kinds.get(kind)?.reach !== 'complete')) return false;
  return sight.every(
    (kind) =>
      kind.reach === 'notInstalled' ||
      (kind.reach === 'complete' &&
        !isClosed(kind, namespace) &&
        kind.brokenIn?.includes(namespace) !== true),
  );
}

function isClosed({ reach, onlyIn, hiddenIn }: KindSight, namespace: string): boolean {
  if (reach === 'forbidden' || hiddenIn?.includes(namespace) === true) return true;
  return onlyIn !== undefined && !onlyIn.includes(namespace);
}
