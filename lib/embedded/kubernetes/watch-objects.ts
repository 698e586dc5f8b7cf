import type { ServerResponse } from 'node:http';
import { expiredError, toStatus } from './api-error';
import { makeObjectMatcher, readCount } from './list-objects';
import type { MemoryObjectStore } from './memory-store';
import type { KubernetesObject, StoreChange } from './object-store';
import { makeMetadataView, makeTable, rewriteVersion, type ObjectView } from './object-view';
import type { ResourceTarget } from './request-target';
import { formatApiVersion } from './resource-table';

export interface WatchRequest {
  readonly store: MemoryObjectStore;
  readonly target: ResourceTarget;
  readonly query: URLSearchParams;
  readonly view: ObjectView;
  readonly response: ServerResponse;
  readonly bookmarkIntervalMs: number;
}

type EventType = 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';

const defaultTimeoutSeconds = 1800;
const longestTimeoutSeconds = 24 * 3600;
/** A client that reads slower than the cluster changes is cut off before its backlog fills the memory. */
const longestBacklogBytes = 16 * 1024 * 1024;

/** Writes one watch's events as newline-delimited JSON in the view the client asked for. */
class EventWriter {
  readonly #request: WatchRequest;
  readonly #apiVersion: string;

  constructor(request: WatchRequest) {
    this.#request = request;
    this.#apiVersion = formatApiVersion(request.target.type.group, request.target.version);
  }

  writeObject(type: EventType, object: KubernetesObject): void {
    const seen = rewriteVersion(object, this.#apiVersion);
    const { view, target, query, store } = this.#request;
    if (view === 'object') return this.#write(type, seen);
    if (view === 'metadata') return this.#write(type, makeMetadataView(seen));
    const { resourceVersion } = seen.metadata;
    const options = { include: query.get('includeObject'), nowMs: store.now() };
    this.#write(type, makeTable(target.type, [seen], { resourceVersion }, options));
  }

  /** A bookmark tells how far the client has seen everything, without an object. */
  writeBookmark(resourceVersion: number, annotations?: Record<string, string>): void {
    const { view, target, store } = this.#request;
    const metadata = {
      resourceVersion: String(resourceVersion),
      ...(annotations === undefined ? {} : { annotations }),
    };
    if (view === 'table') {
      return this.#write(
        'BOOKMARK',
        makeTable(target.type, [], metadata, { include: null, nowMs: store.now() }),
      );
    }
    if (view === 'metadata') {
      return this.#write('BOOKMARK', {
        kind: 'PartialObjectMetadata',
        apiVersion: 'meta.k8s.io/v1',
        metadata,
      });
    }
    this.#write('BOOKMARK', { kind: target.type.kind, apiVersion: this.#apiVersion, metadata });
  }

  writeExpired(asked: number): void {
    const { store } = this.#request;
    this.#write(
      'ERROR',
      toStatus(expiredError(`too old resource version: ${asked} (${store.resourceVersion})`)),
    );
  }

  #write(type: EventType, object: unknown): void {
    const { response } = this.#request;
    if (response.destroyed || response.writableEnded) return;
    response.write(`${JSON.stringify({ type, object })}\n`);
    if (response.writableLength > longestBacklogBytes) response.destroy();
  }
}

/** Turns a change into what a selecting client should hear: objects enter and leave its view as ADDED and DELETED. */
function translate(
  change: StoreChange,
  matches: (object: KubernetesObject) => boolean,
): { type: EventType; object: KubernetesObject } | undefined {
  const before = change.previous !== undefined && matches(change.previous);
  const after = change.type !== 'DELETED' && matches(change.object);
  if (after) return { type: before ? 'MODIFIED' : 'ADDED', object: change.object };
  if (!before || change.previous === undefined) return undefined;
  const metadata = { ...change.previous.metadata, resourceVersion: String(change.resourceVersion) };
  return { type: 'DELETED', object: { ...change.previous, metadata } };
}

/**
 * Answers a watch: replays what happened after `resourceVersion` (or the present objects as ADDED for "", "0" and
 * `sendInitialEvents=true`) and follows until `timeoutSeconds`. Versions that are forgotten, or that this cluster has
 * not reached because it was started anew, get an ERROR event with 410.
 */
export function watchObjects(request: WatchRequest): void {
  const { store, target, query, response } = request;
  const matches = makeObjectMatcher(target, query);
  const asked = readCount(query, 'resourceVersion') ?? 0;
  const timeoutSeconds = readCount(query, 'timeoutSeconds') ?? 0;
  const bookmarks = query.get('allowWatchBookmarks') === 'true';
  const initial = query.get('sendInitialEvents') ?? String(asked === 0);
  const writer = new EventWriter(request);

  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-cache, private' });
  // Clients wait for the headers even when nothing has happened yet.
  response.flushHeaders();

  const from = initial === 'true' || asked === 0 ? store.resourceVersion : asked;
  const missed = from > store.resourceVersion ? undefined : store.changesSince(target.type, from);
  if (missed === undefined) {
    writer.writeExpired(asked);
    response.end();
    return;
  }
  if (initial === 'true') {
    for (const object of store.listAt(target.type, from, target.namespace) ?? []) {
      if (matches(object)) writer.writeObject('ADDED', object);
    }
    if (bookmarks && query.get('sendInitialEvents') === 'true') {
      writer.writeBookmark(from, { 'k8s.io/initial-events-end': 'true' });
    }
  }

  const deliver = (change: StoreChange): void => {
    if (change.resource !== target.type) return;
    const event = translate(change, matches);
    if (event !== undefined) writer.writeObject(event.type, event.object);
  };
  for (const change of missed) deliver(change);
  const unsubscribe = store.subscribe(deliver);
  const bookmarkTimer = bookmarks
    ? setInterval(() => writer.writeBookmark(store.resourceVersion), request.bookmarkIntervalMs)
    : undefined;
  const seconds =
    timeoutSeconds === 0 ? defaultTimeoutSeconds : Math.min(timeoutSeconds, longestTimeoutSeconds);
  const endTimer = setTimeout(() => {
    if (bookmarks) writer.writeBookmark(store.resourceVersion);
    response.end();
  }, seconds * 1000);
  response.on('close', () => {
    unsubscribe();
    clearInterval(bookmarkTimer);
    clearTimeout(endTimer);
  });
}
