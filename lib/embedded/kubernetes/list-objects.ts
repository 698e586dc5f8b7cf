import { ApiError, badRequestError, expiredError } from './api-error';
import { decodeContinueToken, encodeContinueToken } from './continue-token';
import { parseFieldSelector } from './field-selector';
import { parseLabelSelector } from './label-selector';
import type { MemoryObjectStore } from './memory-store';
import type { KubernetesObject, ResourceType } from './object-store';
import { compareObjects } from './object-table';
import type { ResourceTarget } from './request-target';

export interface ObjectPage {
  readonly items: readonly KubernetesObject[];
  readonly metadata: { resourceVersion: string; continue?: string; remainingItemCount?: number };
}

/** Whether an object belongs to what a list or watch asks for. */
export type ObjectMatcher = (object: KubernetesObject) => boolean;

/** Joins namespace, name, labelSelector and fieldSelector of a request. Throws a 400 on malformed selectors. */
export function makeObjectMatcher(target: ResourceTarget, query: URLSearchParams): ObjectMatcher {
  const matchesLabels = parseLabelSelector(query.get('labelSelector') ?? '');
  const matchesFields = parseFieldSelector(query.get('fieldSelector') ?? '', target.type);
  return (object) => {
    if (target.namespace !== undefined && object.metadata.namespace !== target.namespace) return false;
    if (target.name !== undefined && object.metadata.name !== target.name) return false;
    return matchesLabels(object.metadata.labels ?? {}) && matchesFields(object);
  };
}

/** A query parameter that is a whole number of at least 0; undefined when absent or empty. */
export function readCount(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  if (!/^\d{1,15}$/.test(text))
    throw badRequestError(`${name} must be a whole number, not ${JSON.stringify(text)}`);
  return Number(text);
}

/** Clients that saw a newer cluster than this one must wait or start afresh. */
export function refuseFutureVersion(asked: number, current: number): void {
  if (asked <= current) return;
  throw new ApiError(504, 'Timeout', `Too large resource version: ${asked}, current: ${current}`, {
    retryAfterSeconds: 1,
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version', field: '' }],
  });
}

function readSnapshot(
  store: MemoryObjectStore,
  type: ResourceType,
  version: number,
  namespace: string | undefined,
): readonly KubernetesObject[] {
  // A token from a newer cluster than this one (it was restarted) is as useless as one that is too old.
  const objects = version > store.resourceVersion ? undefined : store.listAt(type, version, namespace);
  if (objects !== undefined) return objects;
  throw expiredError(
    `The list of resource version ${version} is too old to be continued consistently. Start a new list without a continue token.`,
  );
}

/**
 * One page of a list. All pages of one continued list show the state of the first page's resourceVersion; when that
 * has been forgotten the answer is 410 Expired.
 */
export function listObjects(
  store: MemoryObjectStore,
  target: ResourceTarget,
  query: URLSearchParams,
): ObjectPage {
  const matches = makeObjectMatcher(target, query);
  const limit = readCount(query, 'limit') ?? 0;
  const asked = readCount(query, 'resourceVersion');
  const exact = query.get('resourceVersionMatch') === 'Exact';
  const token = query.get('continue') ?? '';
  let version = store.resourceVersion;
  let after: KubernetesObject | undefined;
  if (token !== '') {
    if (asked !== undefined && asked > 0) {
      throw badRequestError('specifying resource version is not allowed when using continue');
    }
    const point = decodeContinueToken(token);
    version = point.resourceVersion;
    after = { apiVersion: '', kind: '', metadata: { name: point.name, namespace: point.namespace } };
  } else if (asked !== undefined) {
    refuseFutureVersion(asked, version);
    if (exact && asked === 0)
      throw badRequestError('resourceVersionMatch "Exact" is forbidden for resourceVersion "0"');
    if (exact) version = asked;
  }

  const snapshot = readSnapshot(store, target.type, version, target.namespace);
  const start = after;
  const rest =
    start === undefined ? snapshot : snapshot.filter((object) => compareObjects(object, start) > 0);
  const matching = rest.filter(matches);
  const resourceVersion = String(version);
  const last = limit > 0 && matching.length > limit ? matching[limit - 1] : undefined;
  if (last === undefined) return { items: matching, metadata: { resourceVersion } };

  const next = encodeContinueToken({
    resourceVersion: version,
    namespace: last.metadata.namespace ?? '',
    name: last.metadata.name,
  });
  // With selectors the real API does not know how many objects remain.
  const selected = (query.get('labelSelector') ?? '') !== '' || (query.get('fieldSelector') ?? '') !== '';
  return {
    items: matching.slice(0, limit),
    metadata: {
      resourceVersion,
      continue: next,
      ...(selected ? {} : { remainingItemCount: matching.length - limit }),
    },
  };
}
