import type { Collection, Core, EventObject } from 'cytoscape';
import type { Arrangement } from './arrange';
import { rememberPositions, type CanvasMemory } from './canvas-memory';
import { isSameTopology } from './compare-elements';
import type { EdgeCurve } from './edge-curve';
import type { GraphElements } from './elements';
import { collectFound, emphasize, type FoundSpots, replaceClass } from './emphasis';
import { fitViewport, panIntoView, zoomLimits, type Viewport } from './fit-viewport';
import { graphBoxes, type GraphBox } from './graph-boxes';
import type { Point } from './layout-types';
import { nodeRectangle, surround } from './node-size';
import type { Drawing } from './picture-of-graph';
import { patchElements, type AppliedElements } from './patch-elements';
import { routeEdges } from './route-edges';
import { canvasEdgeId, canvasNodeId } from './topology';
import { withPins } from './with-pins';
import { walkGraph, type Spot, type WalkStep } from './walk-graph';

export interface ControllerListeners {
  onSelect(spot: Spot | undefined): void;
  /** What the pointer is on. */
  onHover(spot: Spot | undefined): void;
  /** Where the keyboard is. */
  onCursor(spot: Spot | undefined): void;
  onZoom(zoom: number): void;
  /** Nodes stand elsewhere, or are pinned or not any more. */
  onPlaces(): void;
  /** The picture below the graph must be drawn again. */
  onRender(): void;
}

const nothing: GraphElements = { nodes: [], edges: [] };
const zoomStep = 1.25;
const farZoom = 0.72;
/** Pixels on the screen; less is a click with a trembling hand. */
const leastDrag = 4;

/**
 * Everything that happens on the canvas after React has put the bare nodes and edges there: places, text, curves,
 * emphasis, view. Refreshing moves nothing and touches only what will look different.
 */
export class GraphController {
  private elements: GraphElements = nothing;
  private positions = new Map<string, Point>();
  private curves = new Map<string, EdgeCurve>();
  private readonly applied: AppliedElements = new Map();
  private boxes: GraphBox[] = [];
  private arrangement: Arrangement | undefined;
  private dragged: string | undefined;
  private selected: Spot | undefined;
  private found: FoundSpots | undefined;
  private hovered: Spot | undefined;
  private cursor: Spot | undefined;
  private size: { width: number; height: number };

  constructor(
    readonly cy: Core,
    private readonly memory: CanvasMemory,
    private readonly listeners: ControllerListeners,
    private readonly animated: boolean,
  ) {
    this.size = { width: cy.width(), height: cy.height() };
    cy.minZoom(zoomLimits.min);
    cy.maxZoom(zoomLimits.max);
    cy.boxSelectionEnabled(false);
    cy.autounselectify(true);
    this.listen();
  }

  /** Draws these elements at their places. Another arrangement of most of them is fitted into the view. */
  show(elements: GraphElements, arrangement: Arrangement): void {
    const { memory } = this;
    const remounted = this.arrangement === undefined;
    const sameTopology = isSameTopology(this.elements, elements);
    this.elements = elements;
    if (this.arrangement === arrangement) this.patch();
    else this.place(arrangement);
    if (!sameTopology) this.settleFocus();
    const isNew = arrangement.anew && memory.fitted !== arrangement;
    memory.fitted = arrangement;
    if (isNew || !memory.viewport) this.fit();
    else if (remounted) this.cy.viewport(memory.viewport);
  }

  /** Marks what is selected and brings it into view. Does not call back. */
  select(spot: Spot | undefined): void {
    this.selected = spot;
    this.refreshEmphasis();
    this.revealSelected();
  }

  /** Marks what was found; the rest fades. Undefined, or nothing found, marks nothing. */
  mark(found: FoundSpots | undefined): void {
    this.found = found;
    this.refreshEmphasis();
  }

  walk(step: WalkStep, ontoEdges: boolean): void {
    const graph = { positions: this.positions, edges: this.elements.edges };
    const to = walkGraph(graph, this.cursor ?? this.selectedOnCanvas(), step, ontoEdges);
    this.moveCursor(to);
    this.reveal(to);
  }

  /** Leaves the keyboard's place, for instance when the canvas loses the focus. */
  moveCursor(spot: Spot | undefined): void {
    this.cursor = spot;
    replaceClass(this.cy, 'is-cursor', this.find(spot));
    this.listeners.onCursor(spot);
  }

  selectCursor(): void {
    const spot = this.cursor ?? this.selectedOnCanvas();
    if (spot) this.listeners.onSelect(spot);
  }

  fit(): void {
    const viewport = this.fittingViewport();
    if (!viewport) return;
    this.memory.userMoved = false;
    this.moveView(viewport);
  }

  zoomIn(): void {
    this.zoomBy(zoomStep);
  }

  zoomOut(): void {
    this.zoomBy(1 / zoomStep);
  }

  /** Keeps a node where it stands, even when all others are placed anew. */
  pin(id: string): void {
    if (!this.positions.has(id)) return;
    this.memory.pinned.add(id);
    this.settle();
  }

  /** Lets a node go, or all of them; they stay where they are until something else moves them. */
  unpin(id?: string): void {
    if (id === undefined) this.memory.pinned.clear();
    else this.memory.pinned.delete(id);
    this.settle();
  }

  /** Follows the size of the container: a view nobody moved is fitted again, another keeps what is selected in sight. */
  resize(): void {
    this.cy.resize();
    const size = { width: this.cy.width(), height: this.cy.height() };
    if (size.width === this.size.width && size.height === this.size.height) return;
    const wasHidden = this.size.width === 0 || this.size.height === 0;
    this.size = size;
    if (wasHidden || (!this.memory.userMoved && !this.selectedOnCanvas())) {
      const viewport = this.fittingViewport();
      if (viewport) this.cy.viewport(viewport);
    } else {
      this.revealSelected();
    }
  }

  drawnBoxes(): readonly GraphBox[] {
    return this.boxes;
  }

  /** What is drawn and where, for pictures of it. */
  drawing(): Drawing {
    const { elements, positions, curves, boxes } = this;
    return { elements, positions, curves, boxes };
  }

  private listen(): void {
    const { cy, listeners, memory } = this;
    cy.on('tap', (event: EventObject) => listeners.onSelect(event.target === cy ? undefined : spotOf(event)));
    cy.on('mouseover', 'node, edge', (event: EventObject) => this.hover(spotOf(event)));
    cy.on('mouseout', 'node, edge', () => this.hover(undefined));
    cy.on('dragpan scrollzoom pinchzoom', () => (memory.userMoved = true));
    cy.on('viewport', () => {
      memory.viewport = { zoom: cy.zoom(), pan: { ...cy.pan() } };
      this.adjustText();
      listeners.onZoom(cy.zoom());
    });
    cy.on('drag', 'node', (event: EventObject) => this.followDrag(event, false));
    cy.on('dragfree', 'node', (event: EventObject) => this.followDrag(event, true));
    cy.on('render', () => listeners.onRender());
  }

  /** From afar letters are drawn larger, and fewer of them. */
  private adjustText(): void {
    const far = this.cy.zoom() < farZoom;
    replaceClass(this.cy, 'is-far', far ? this.cy.elements() : this.cy.collection());
  }

  /** After nodes or edges came or went: nobody points at what is gone, and newcomers fade or stay like the rest. */
  private settleFocus(): void {
    if (!this.isOnCanvas(this.cursor)) this.moveCursor(undefined);
    if (!this.isOnCanvas(this.hovered)) this.hover(undefined);
    this.refreshEmphasis();
    this.adjustText();
  }

  /** A node that is dragged stays where it is put; its edges follow, the others wait until it stands. */
  private followDrag(event: EventObject, isDone: boolean): void {
    const spot = spotOf(event);
    if (!spot) return;
    const node = this.cy.getElementById(canvasNodeId(spot.id));
    const { x, y } = node.position();
    const { x: fromX, y: fromY } = this.positions.get(spot.id) ?? { x, y };
    const isMeant = this.dragged === spot.id || Math.hypot(x - fromX, y - fromY) * this.cy.zoom() > leastDrag;
    this.dragged = isMeant && !isDone ? spot.id : undefined;
    if (!isMeant) {
      if (isDone) node.position({ x: fromX, y: fromY });
      return;
    }
    this.positions = new Map([...this.positions, [spot.id, { x, y }]]);
    this.memory.pinned.add(spot.id);
    const own = this.elements.edges.filter(({ source, target }) => source === spot.id || target === spot.id);
    const moving = isDone ? this.elements.edges : own;
    const curves = routeEdges(moving, isDone ? this.elements.nodes : [], this.positions);
    this.curves = new Map([...this.curves, ...curves]);
    this.settle();
  }

  private hover(spot: Spot | undefined): void {
    this.hovered = spot;
    this.listeners.onHover(spot);
    this.refreshEmphasis();
  }

  /** Brings everything where it belongs. A node that was put somewhere since the places were asked for stays there. */
  private place(arrangement: Arrangement): void {
    const { memory } = this;
    this.arrangement = arrangement;
    this.positions = new Map(arrangement.positions);
    this.curves = arrangement.curves;
    let hasMoved = false;
    for (const id of memory.pinned) {
      const arranged = arrangement.positions.get(id);
      const own = memory.positions.get(id);
      if (!arranged || !own || (arranged.x === own.x && arranged.y === own.y)) continue;
      this.positions.set(id, own);
      hasMoved = true;
    }
    if (hasMoved) this.curves = routeEdges(this.elements.edges, this.elements.nodes, this.positions);
    this.cy.batch(() => {
      for (const [id, at] of this.positions) {
        const node = this.cy.getElementById(canvasNodeId(id));
        if (node.empty()) continue;
        const now = node.position();
        if (now.x !== at.x || now.y !== at.y) node.position({ ...at });
      }
    });
    this.settle();
  }

  /** Makes everything else follow the places. */
  private settle(): void {
    rememberPositions(this.memory, this.positions);
    this.boxes = graphBoxes(this.elements.nodes, this.positions);
    this.patch();
    this.listeners.onPlaces();
  }

  private patch(): void {
    patchElements(this.cy, this.applied, withPins(this.elements, this.memory.pinned), this.curves);
  }

  private find(spot: Spot | undefined): Collection {
    if (!spot) return this.cy.collection();
    if (spot.kind === 'node') return this.cy.getElementById(canvasNodeId(spot.id));
    const edge = this.elements.edges.find(({ id }) => id === spot.id);
    return edge ? this.cy.getElementById(canvasEdgeId(edge)) : this.cy.collection();
  }

  private isOnCanvas(spot: Spot | undefined): boolean {
    return this.find(spot).nonempty();
  }

  private selectedOnCanvas(): Spot | undefined {
    return this.isOnCanvas(this.selected) ? this.selected : undefined;
  }

  private refreshEmphasis(): void {
    replaceClass(this.cy, 'is-chosen', this.find(this.selected));
    emphasize(this.cy, this.find(this.hovered ?? this.selected), collectFound(this.cy, this.found));
  }

  private revealSelected(): void {
    this.reveal(this.selectedOnCanvas());
  }

  private reveal(spot: Spot | undefined): void {
    const at = spot && this.pointOf(spot);
    if (!at || !(this.size.width > 0 && this.size.height > 0)) return;
    const viewport = { zoom: this.cy.zoom(), pan: this.cy.pan() };
    const pan = panIntoView(viewport, at, this.size);
    if (pan.x !== viewport.pan.x || pan.y !== viewport.pan.y) this.moveView({ zoom: viewport.zoom, pan });
  }

  private pointOf(spot: Spot): Point | undefined {
    if (spot.kind === 'node') return this.positions.get(spot.id);
    const edge = this.elements.edges.find(({ id }) => id === spot.id);
    const from = edge && this.positions.get(edge.source);
    const to = edge && this.positions.get(edge.target);
    return from && to && { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  }

  private fittingViewport(): Viewport | undefined {
    const covered = surround([
      ...this.boxes.map(({ rectangle }) => rectangle),
      ...this.elements.nodes.flatMap(({ id, width }) => {
        const at = this.positions.get(id);
        return at ? [nodeRectangle(at, width)] : [];
      }),
    ]);
    return covered && fitViewport(covered, this.size);
  }

  private zoomBy(factor: number): void {
    this.memory.userMoved = true;
    const zoom = Math.min(zoomLimits.max, Math.max(zoomLimits.min, this.cy.zoom() * factor));
    const middle = { x: this.size.width / 2, y: this.size.height / 2 };
    const scale = zoom / this.cy.zoom();
    const pan = this.cy.pan();
    this.moveView({
      zoom,
      pan: { x: middle.x - (middle.x - pan.x) * scale, y: middle.y - (middle.y - pan.y) * scale },
    });
  }

  private moveView(viewport: Viewport): void {
    this.cy.stop(true, true);
    if (this.animated && this.memory.viewport) this.cy.animate({ ...viewport }, { duration: 150 });
    else this.cy.viewport(viewport);
  }
}

function spotOf(event: EventObject): Spot | undefined {
  const own: unknown = event.target.data('own');
  if (typeof own !== 'string') return undefined;
  return { kind: event.target.isNode() ? 'node' : 'edge', id: own };
}
