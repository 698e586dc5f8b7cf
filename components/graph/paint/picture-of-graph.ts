import type { NodeShape, Picture, PictureEdge, PictureNode } from '@/lib/client/export/picture';
import { nameBox } from '@/lib/client/box-words';
import { fromEdgeCurve, type EdgeCurve } from '../layout/edge-curve';
import type { EdgeElement, GraphElements, NodeElement } from '../elements';
import type { GraphBox } from '../graph-boxes';
import type { Point } from '../layout/layout-types';
import { mixColours } from './mix-colours';
import { nodeDiameter } from '../layout/node-size';
import type { GraphTokens } from './read-tokens';
import { securityLines, securityRings } from '../lenses/security-colours';
import { splitColourOf } from '../lenses/split-signs';

/** What stands on the canvas and where, without zoom, fading and selection. */
export interface Drawing {
  elements: GraphElements;
  positions: ReadonlyMap<string, Point>;
  curves: ReadonlyMap<string, EdgeCurve>;
  boxes: readonly GraphBox[];
}

/** The drawing as a picture to take along, in the colours of the page. */
export function pictureOfGraph(drawing: Drawing, tokens: GraphTokens, caption: string): Picture {
  const { elements, positions, curves, boxes } = drawing;
  return {
    boxes: boxes.map(({ box, rectangle }) => ({
      name: box.kind === 'app' ? '' : nameBox(box),
      ...rectangle,
    })),
    edges: elements.edges.flatMap((edge) => {
      const [from, to] = [positions.get(edge.source), positions.get(edge.target)];
      return from && to ? [pictureEdge(edge, from, to, curves.get(edge.id), tokens)] : [];
    }),
    nodes: elements.nodes.flatMap((node) => {
      const at = positions.get(node.id);
      return at ? [pictureNode(node, at, tokens)] : [];
    }),
    caption,
    colours: {
      background: tokens.canvas,
      box: tokens.box,
      boxLine: tokens.boxLine,
      dim: tokens.textDim,
      chip: tokens.surface,
      chipLine: tokens.line,
    },
  };
}

const shapes: readonly (readonly [className: string, shape: NodeShape])[] = [
  ['is-gateway', 'tag'],
  ['kind-app', 'square'],
  ['kind-service', 'hexagon'],
  ['kind-external', 'cut'],
  ['kind-unknown', 'diamond'],
  ['kind-aggregate', 'octagon'],
  ['kind-hidden', 'square'],
];

function pictureNode(node: NodeElement, at: Point, tokens: GraphTokens): PictureNode {
  const is = (name: string) => node.classes.includes(name);
  const alone = is('kind-external') || is('kind-unknown') || is('kind-hidden');
  const { stroke, strokeWidth, fill } = nodeRing(is, tokens);
  return {
    at,
    radius: nodeDiameter / 2,
    shape: shapes.find(([name]) => is(name))?.[1] ?? 'circle',
    fill: mixColours(tokens.node, stroke, fill),
    stroke,
    strokeWidth,
    dashed: alone || is('is-gone') || is('is-inaccessible') || is('is-outside'),
    label: node.label,
    labelColour: is('is-idle') || is('is-gone') || is('is-outside') ? tokens.textDim : tokens.text,
    haloColour: alone ? tokens.canvas : tokens.box,
    labelWidth: node.width,
  };
}

interface Ring {
  readonly stroke: string;
  readonly strokeWidth: number;
  /** How much of the stroke's colour fills the shape. */
  readonly fill: number;
}

function nodeRing(is: (name: string) => boolean, tokens: GraphTokens): Ring {
  const security = securityRings.find(({ className }) => is(className));
  if (security) return { stroke: security.colour(tokens), strokeWidth: security.width, fill: security.fill };
  const split = splitColourOf(is);
  if (split) return { stroke: tokens[split], strokeWidth: split === 'idle' ? 2 : 3, fill: 0 };
  if (is('health-failing')) return { stroke: tokens.failing, strokeWidth: 3.5, fill: 0.12 };
  if (is('health-degraded') || is('health-notReady'))
    return { stroke: tokens.degraded, strokeWidth: 3, fill: 0.12 };
  if (is('is-idle')) return { stroke: tokens.idle, strokeWidth: 2, fill: 0 };
  return { stroke: is('health-unknown') ? tokens.unknown : tokens.ok, strokeWidth: 2, fill: 0 };
}

function pictureEdge(
  edge: EdgeElement,
  from: Point,
  to: Point,
  curve: EdgeCurve | undefined,
  tokens: GraphTokens,
): PictureEdge {
  const is = (name: string) => edge.classes.includes(name);
  const security = securityLines.find(({ className }) => is(className));
  const split = splitColourOf(is);
  const isMutual = security?.className === 'security-mutual';
  const trouble = is('health-failing')
    ? tokens.failing
    : is('health-degraded')
      ? tokens.degraded
      : (security?.colour(tokens) ?? (split && tokens[split]));
  const calm = is('protocol-tcp') ? tokens.accent : mixColours(tokens.ok, tokens.box, 0.2);
  return {
    from,
    to,
    by: curve ? fromEdgeCurve(from, to, curve) : [],
    loop: edge.source === edge.target,
    colour: trouble ?? (is('is-idle') ? tokens.idle : calm),
    width: edge.lineWidth,
    dashed: is('protocol-tcp') || (security !== undefined && security.style !== 'solid'),
    label: is('is-quiet') ? '' : edge.label,
    labelColour: isMutual ? tokens.textDim : (trouble ?? tokens.text),
    labelAt: is('label-at-source') ? 'source' : is('label-at-target') ? 'target' : 'middle',
  };
}
