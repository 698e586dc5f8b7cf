import type { Page } from '@playwright/test';

export interface Place {
  x: number;
  y: number;
}

/** What is drawn on the canvas, as Cytoscape knows it: a picture has no elements to look for. */
interface DrawnGraph {
  cy: {
    nodes(): { map<T>(read: (node: DrawnNode) => T): T[] };
    edges(): { map<T>(read: (edge: DrawnEdge) => T): T[] };
  };
}

interface DrawnNode {
  data(name: string): unknown;
  renderedPosition(): Place;
}

interface DrawnEdge {
  data(name: string): unknown;
  classes(): string[];
}

/** The classes by which every edge is coloured, by the edge's id. */
export async function readEdgeClasses(page: Page): Promise<Map<string, string[]>> {
  const edges = await page.evaluate(() => {
    const container = document.querySelector('.__________cytoscape_container');
    if (!container) return [];
    const { cy } = (container as unknown as { _cyreg: DrawnGraph })._cyreg;
    return cy.edges().map((edge) => [String(edge.data('own')), edge.classes()] as [string, string[]]);
  });
  return new Map(edges);
}

/** Where the middle of every node is, in pixels of the page, by the node's id. */
export async function readPlaces(page: Page): Promise<Map<string, Place>> {
  const places = await page.evaluate(() => {
    const container = document.querySelector('.__________cytoscape_container');
    if (!container) return [];
    const { left, top } = container.getBoundingClientRect();
    const { cy } = (container as unknown as { _cyreg: DrawnGraph })._cyreg;
    return cy.nodes().map((node) => {
      const { x, y } = node.renderedPosition();
      return [String(node.data('own')), { x: x + left, y: y + top }] as [string, Place];
    });
  });
  return new Map(places);
}

/** Where the first node is whose id holds this text. Throws when none does. */
export async function findNode(page: Page, text: string): Promise<Place> {
  for (const [id, place] of await readPlaces(page)) if (id.includes(text)) return place;
  throw new Error(`No node on the canvas has ${text} in its id.`);
}

/** How far each node that is in both has moved, in pixels, ascending. */
export function distances(before: ReadonlyMap<string, Place>, after: ReadonlyMap<string, Place>): number[] {
  return [...before]
    .flatMap(([id, from]) => {
      const to = after.get(id);
      return to ? [Math.hypot(to.x - from.x, to.y - from.y)] : [];
    })
    .toSorted((a, b) => a - b);
}
