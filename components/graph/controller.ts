import type { Collection, Core, EventObject } from 'cytoscape';
import { recallPositions, rememberPositions, type CanvasMemory } from './canvas-memory';
import { changedShare, isSamePlaces, isSameTopology } from './compare-elements';
import type { EdgeCurve } from './edge-curve';
import type { GraphElements } from './elements';
import { emphasize, replaceClass } from './emphasis';
import { fitViewport, panIntoView, zoomLimits, type Viewport } from './fit-viewport';
import { layeredLayout } from './layered-layout';
import type { LayoutNode, Point } from './layout-types';
import { namespaceBoxes, type NamespaceBox } from './namespace-boxes';
import { nodeRectangle, surround } from './node-size';
import type { Drawing } from './picture-of-graph';
import { patchElements, type AppliedElements } from './patch-elements';
import { placeNodes } from './place-nodes';
import { routeEdges } from './route-edges';
import { canvasEdgeId, canvasNodeId } from './topology';
import { walkGraph, type Spot, type WalkStep } from './walk-graph';

export interface ControllerListeners {
  onSelect(spot: Spot | undefined): void;
  /** What the pointer is on. */
  onHover(spot: Spot | undefined): void;
  /** Where the keyboard is. */
  onCursor(spot: Spot | undefined): void;
  onZoom(zoom: number): void;
  /** The picture below the graph must be drawn again. */
  onRender(): void;
}

const nothing: GraphElements = { nodes: [], edges: [], boxNames: new Map() };
const zoomStep = 1.25;
const farZoom = 0.72;

/**
 * Everything that happens on the canvas after React has put the bare nodes and edges there: places, text, curves,
 * emphasis, view. Refreshing moves nothing and touches only what will look different.
 */
export class GraphController {
  private elements: GraphElements = nothing;
  private positions = new Map<string, Point>();
  private curves = new Map<string, EdgeCurve>();
  private readonly applied: AppliedElements = new Map();
  private boxes: NamespaceBox[] = [];
  private selected: Spot | undefined;
  private hovered: Spot | undefined;
  private cursor: Spot | undefined;
  private lastCursor: Spot | undefined;
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

  /**
   * Draws these elements, which answer a question: `scope` says at which level of detail, `namespaces` about which.
   * Another question places everything anew; a namespace that merely appeared among all of them moves nobody.
   */
  show(elements: GraphElements, scope: string, namespaces: string): void {
    const present = new Set(this.elements.nodes.map(({ id }) => id));
    const remounted = this.elements === nothing && this.memory.viewport !== undefined;
    const sameTopology = isSameTopology(this.elements, elements);
    const { memory } = this;
    const otherNamespaces =
      memory.namespaces !== namespaces && (remounted || changedShare(present, elements) > 0.2);
    if (memory.scope !== scope || otherNamespaces) {
      Object.assign(memory, { viewport: undefined, userMoved: false });
      memory.positions.clear();
    }
    Object.assign(memory, { scope, namespaces });
    this.elements = elements;
    const nodes = layoutNodes(elements);
    const known = recallPositions(
      this.memory,
      nodes,
      present.size > 0 ? present : new Set(nodes.map(({ id }) => id)),
    );
    const anew = known.size * 2 < nodes.length;
    this.place(placeNodes(nodes, elements.edges, known), sameTopology);
    if (!sameTopology) this.settleFocus();
    if (anew || !this.memory.viewport) this.fit();
    else if (remounted) this.cy.viewport(this.memory.viewport);
  }

  /** Marks what is selected and brings it into view. Does not call back. */
  select(spot: Spot | undefined): void {
    this.selected = spot;
    this.refreshEmphasis();
    this.revealSelected();
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
    if (spot) this.lastCursor = spot;
    replaceClass(this.cy, 'is-cursor', this.find(spot));
    this.listeners.onCursor(spot);
  }

  /** Takes the keyboard back to where it last was. */
  resumeCursor(): void {
    if (!this.cursor && this.isOnCanvas(this.lastCursor)) this.moveCursor(this.lastCursor);
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

  /** Forgets where nodes stood and places all anew. */
  relayout(): void {
    this.memory.positions.clear();
    this.place(layeredLayout(layoutNodes(this.elements), this.elements.edges), true);
    this.fit();
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

  namespaceBoxes(): readonly NamespaceBox[] {
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
    cy.on('drag', 'node', (event: EventObject) => this.followDrag(event));
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

  private followDrag(event: EventObject): void {
    const spot = spotOf(event);
    if (!spot) return;
    const { x, y } = this.cy.getElementById(canvasNodeId(spot.id)).position();
    this.place(new Map([...this.positions, [spot.id, { x, y }]]), true);
  }

  private hover(spot: Spot | undefined): void {
    this.hovered = spot;
    this.listeners.onHover(spot);
    this.refreshEmphasis();
  }

  /** Brings everything where it belongs; `sameTopology` spares work when only numbers changed. */
  private place(positions: Map<string, Point>, sameTopology: boolean): void {
    const moved = !sameTopology || !isSamePlaces(this.positions, positions);
    this.positions = positions;
    rememberPositions(this.memory, positions);
    this.boxes = namespaceBoxes(this.elements.nodes, positions, this.elements.boxNames);
    if (moved) {
      this.curves = routeEdges(this.elements.edges, positions);
      this.cy.batch(() => {
        for (const [id, at] of positions) {
          const node = this.cy.getElementById(canvasNodeId(id));
          if (node.empty()) continue;
          const now = node.position();
          if (now.x !== at.x || now.y !== at.y) node.position({ ...at });
        }
      });
    }
    patchElements(this.cy, this.applied, this.elements, this.curves);
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
    emphasize(this.cy, this.find(this.hovered ?? this.selected));
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

function layoutNodes({ nodes }: GraphElements): LayoutNode[] {
  return nodes.map(({ id, width, box }) => ({ id, width, group: box }));
}

function spotOf(event: EventObject): Spot | undefined {
  const own: unknown = event.target.data('own');
  if (typeof own !== 'string') return undefined;
  return { kind: event.target.isNode() ? 'node' : 'edge', id: own };
}
