import { indexGraph, type IndexedGraph } from '../index-graph';
import type { LayoutEdge, LayoutNode, Point } from './layout-types';
import { framePadding, reachAbove, reachBelow, rowPitch } from './node-size';

/** What the layout moves as one: a node, or the versions of an app below each other. */
export interface LayoutUnit extends LayoutNode {
  /** Ids from top to bottom. */
  members: string[];
  /** How far it reaches from its centre, which is the middle between its members. */
  above: number;
  below: number;
}

export type UnitGraph = IndexedGraph<LayoutUnit>;

/** Joins the nodes of each stack into one unit; edges lead from unit to unit. Deterministic whatever the order. */
export function formUnits(nodes: readonly LayoutNode[], edges: readonly LayoutEdge[]): UnitGraph {
  const byId = new Map<string, LayoutNode>();
  for (const node of nodes) if (!byId.has(node.id)) byId.set(node.id, node);
  const stacks = new Map<string, LayoutNode[]>();
  for (const node of byId.values()) {
    if (node.stack === undefined) continue;
    const key = JSON.stringify([node.stack, node.group, node.realm]);
    stacks.set(key, [...(stacks.get(key) ?? []), node]);
  }
  const unitOf = new Map<string, LayoutUnit>();
  for (const members of stacks.values()) {
    const [first, ...others] = members.toSorted(compareMembers);
    if (!first || others.length === 0) continue;
    const unit = stackUnit(first, others);
    for (const id of unit.members) unitOf.set(id, unit);
  }
  for (const node of byId.values()) if (!unitOf.has(node.id)) unitOf.set(node.id, singleUnit(node));
  const unitEdges = edges.flatMap(({ source, target }) => {
    const from = unitOf.get(source);
    const to = unitOf.get(target);
    return from && to ? [{ source: from.id, target: to.id }] : [];
  });
  return indexGraph([...unitOf.values()], unitEdges);
}

/** Where the members of a unit stand around its centre. */
export function memberPoints({ members }: LayoutUnit, { x, y }: Point): [string, Point][] {
  const first = y - ((members.length - 1) / 2) * rowPitch;
  return members.map((id, index) => [id, { x, y: Math.round(first + index * rowPitch) }]);
}

function singleUnit(node: LayoutNode): LayoutUnit {
  return { ...node, members: [node.id], above: reachAbove, below: reachBelow };
}

function stackUnit(first: LayoutNode, others: readonly LayoutNode[]): LayoutUnit {
  const members = [first, ...others];
  const half = ((members.length - 1) / 2) * rowPitch + framePadding;
  return {
    ...first,
    width: Math.max(...members.map(({ width }) => width)) + 2 * framePadding,
    members: members.map(({ id }) => id),
    above: half + reachAbove,
    below: half + reachBelow,
  };
}

/** `v2` before `v10`. */
function compareMembers(a: LayoutNode, b: LayoutNode): number {
  const [one, other] = [natural(a.id), natural(b.id)];
  return one < other ? -1 : one > other ? 1 : a.id < b.id ? -1 : 1;
}

function natural(text: string): string {
  return text.replace(/\d+/g, (digits) => digits.padStart(12, '0'));
}
