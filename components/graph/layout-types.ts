export interface Point {
  x: number;
  y: number;
}

/** What a layout needs to know of a node. Lengths are pixels at zoom 1. */
export interface LayoutNode {
  id: string;
  /** Nodes of one group stay together in a box; a node without one stands alone. */
  group: string | undefined;
  /** Width of the shape or its label, whichever is wider. */
  width: number;
}

export interface LayoutEdge {
  source: string;
  target: string;
}

export interface Rectangle {
  left: number;
  top: number;
  right: number;
  bottom: number;
}
