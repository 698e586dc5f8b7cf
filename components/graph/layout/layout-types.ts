export interface Point {
  x: number;
  y: number;
}

/** What a layout needs to know of a node. Lengths are pixels at zoom 1. */
export interface LayoutNode {
  id: string;
  /** Nodes of one group (a namespace) stay together in a box; a node without one stands alone. */
  group: string | undefined;
  /** Nodes of one stack (the versions of an app) stand below each other in a light frame. */
  stack?: string | undefined;
  /** Groups of one realm (a cluster) stay together in a box around theirs. */
  realm?: string | undefined;
  /** Width of the shape or its label, whichever is wider. */
  width: number;
}

export interface LayoutEdge {
  source: string;
  target: string;
}

export interface LayoutOptions {
  /** Width over height of the place where the picture will be looked at. */
  aspect: number;
  /** Least room between the shapes of two columns, for what is written on the edges. */
  between?: number;
}

export interface Rectangle {
  left: number;
  top: number;
  right: number;
  bottom: number;
}
