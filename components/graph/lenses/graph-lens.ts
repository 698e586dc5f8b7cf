import type { StylesheetJsonBlock } from 'cytoscape';
import type { GraphEdge, GraphNode } from '@/lib/contracts/graph';
import type { LabelRoom } from '../layout/place-labels';
import type { GraphTokens } from '../paint/read-tokens';

/** The text that is drawn, the same seen from afar, and the classes by which it is coloured. */
export interface Drawn {
  readonly label: string;
  readonly farLabel: string;
  readonly classes: readonly string[];
}

/** What one question makes of the elements of a picture. Places and widths are the same through all lenses. */
export interface GraphLens {
  /** `members` are those of a folded box. */
  node(node: GraphNode, members: number | undefined): Drawn;
  edge(edge: GraphEdge): Drawn;
  /** Whether an edge asks for a person; in a crowd only these keep their label. */
  needsPerson(edge: GraphEdge): boolean;
  readonly labelRoom: LabelRoom;
}

/** A lens that a page brings along, with how it colours its classes. */
export interface OwnLens {
  readonly name: string;
  readonly lens: GraphLens;
  readonly styles: (tokens: GraphTokens) => StylesheetJsonBlock[];
}
