/** A drawn graph with everything decided: places, colours and text. Lengths are pixels, colours hexadecimal. */

export interface Place {
  readonly x: number;
  readonly y: number;
}

export type NodeShape = 'circle' | 'square' | 'hexagon' | 'octagon' | 'diamond' | 'cut' | 'tag';

export interface PictureNode {
  readonly at: Place;
  readonly radius: number;
  readonly shape: NodeShape;
  readonly fill: string;
  readonly stroke: string;
  readonly strokeWidth: number;
  readonly dashed: boolean;
  /** Lines are separated by line feeds. */
  readonly label: string;
  readonly labelColour: string;
  /** What shines around the letters, so that lines below do not cross them. */
  readonly haloColour: string;
  /** Of the widest line. */
  readonly labelWidth: number;
}

export interface PictureEdge {
  readonly from: Place;
  readonly to: Place;
  /** Control points of parabolas, each of which meets the next half way between them; none for a straight line. */
  readonly by: readonly Place[];
  /** Both ends are the same node. */
  readonly loop: boolean;
  readonly colour: string;
  readonly width: number;
  readonly dashed: boolean;
  readonly label: string;
  readonly labelColour: string;
  readonly labelAt: 'middle' | 'source' | 'target';
}

export interface PictureBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly name: string;
}

export interface Picture {
  readonly boxes: readonly PictureBox[];
  readonly edges: readonly PictureEdge[];
  readonly nodes: readonly PictureNode[];
  /** One line below the drawing: what of which moment. */
  readonly caption: string;
  readonly colours: {
    readonly background: string;
    readonly box: string;
    readonly boxLine: string;
    readonly dim: string;
    readonly chip: string;
    readonly chipLine: string;
  };
}
