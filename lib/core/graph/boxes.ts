import { joinKey } from '../mesh/join-key';
import type { NodeKind } from './mesh-graph';

/** What stands together in the graph: a cluster, a namespace, or the versions of an app. */
export type Box =
  | { readonly kind: 'cluster'; readonly cluster: string }
  | { readonly kind: 'namespace'; readonly cluster: string | undefined; readonly namespace: string }
  | {
      readonly kind: 'app';
      readonly cluster: string | undefined;
      readonly namespace: string;
      readonly app: string;
    };

export type BoxKind = Box['kind'];

/** A box with what `boxId` calls it. */
export interface NamedBox {
  readonly id: string;
  readonly box: Box;
}

/** What a box needs to know of a node. */
export interface BoxedNode {
  readonly kind: NodeKind;
  readonly cluster?: string | undefined;
  readonly namespace?: string | undefined;
  readonly app?: string | undefined;
}

/**
 * The boxes a node stands in, the outermost first. In a graph of one cluster there is no box for it, and boxes do not
 * name it. Callers without a name and hosts outside the mesh stand outside every box.
 */
export function boxesOf(nodes: readonly BoxedNode[]): (node: BoxedNode) => readonly NamedBox[] {
  const clusters = new Set(
    nodes.map(({ cluster }) => cluster).filter((name) => name !== undefined && name !== ''),
  );
  const several = clusters.size > 1;
  const named = nameBoxes();
  return ({ kind, cluster: name, namespace, app }) => {
    if (kind === 'external' || kind === 'unknown' || namespace === undefined || namespace === '') return [];
    const cluster = several && name !== '' ? name : undefined;
    const boxes: Box[] = cluster === undefined ? [] : [{ kind: 'cluster', cluster }];
    boxes.push({ kind: 'namespace', cluster, namespace });
    const hasApp = app !== undefined && app !== '';
    // A folded box does not stand in itself.
    if (kind === 'aggregate' && !hasApp) boxes.pop();
    if ((kind === 'app' || kind === 'workload') && hasApp)
      boxes.push({ kind: 'app', cluster, namespace, app });
    return boxes.map(named);
  };
}

/** Names boxes, the same box once: thousands of nodes stand in a few. */
function nameBoxes(): (box: Box) => NamedBox {
  const known = new Map<string, NamedBox>();
  return (box) => {
    const key = joinKey(
      box.kind,
      box.cluster,
      box.kind === 'cluster' ? undefined : box.namespace,
      box.kind === 'app' ? box.app : undefined,
    );
    const before = known.get(key);
    if (before !== undefined) return before;
    const named = { id: boxId(box), box };
    known.set(key, named);
    return named;
  };
}

/** `cl:east`, `ns:payments`, `app:bookinfo/reviews`; behind `@` the cluster, where there are several. */
export function boxId(box: Box): string {
  if (box.kind === 'cluster') return `cl:${encodeName(box.cluster)}`;
  const at = box.cluster === undefined ? '' : `@${encodeName(box.cluster)}`;
  if (box.kind === 'namespace') return `ns:${encodeName(box.namespace)}${at}`;
  return `app:${encodeName(box.namespace)}/${encodeName(box.app)}${at}`;
}

/** Reads a box's id back; undefined when `boxId` cannot have printed it. */
export function parseBoxId(id: string): Box | undefined {
  const [, prefix, first, second, at] = /^(cl|ns|app):([^/@]+)(?:\/([^/@]+))?(?:@([^/@]+))?$/.exec(id) ?? [];
  const box = readBox(prefix, decodeName(first), decodeName(second), decodeName(at));
  // A broken escape would name another box than was printed.
  return box !== undefined && boxId(box) === id ? box : undefined;
}

function readBox(
  prefix: string | undefined,
  first: string | undefined,
  second: string | undefined,
  cluster: string | undefined,
): Box | undefined {
  if (first === undefined) return undefined;
  if (prefix === 'cl') return { kind: 'cluster', cluster: first };
  if (prefix === 'ns') return { kind: 'namespace', cluster, namespace: first };
  return second === undefined ? undefined : { kind: 'app', cluster, namespace: first, app: second };
}

function encodeName(name: string): string {
  return encodeURIComponent(name.toWellFormed());
}

function decodeName(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
