import type { Collection, Core } from 'cytoscape';
import type { MenuTarget } from '@/lib/client/menu-subject';
import type { NamedBox } from '@/lib/core/graph/boxes';
import { drawLines, type Arrangement } from './layout/arrange';
import { listenToCanvas } from './canvas-events';
import { rememberPositions, type CanvasMemory } from './canvas-memory';
import { isSameTopology } from './compare-elements';
import { applyDetail, detailClasses } from './paint/detail-level';
import type { GraphElements } from './elements';
import { collectFound, markFailing, emphasize, type FoundSpots, replaceClass } from './paint/emphasis';
import { boxAt, graphBoxes, type GraphBox } from './graph-boxes';
import type { Drawn } from './fit-viewport';
import { GraphView } from './graph-view';
import type { Point } from './layout/layout-types';
import { forgetWornOut } from './forget-worn-out';
import { measureWork } from './measure-work';
import { curveReach } from './layout/edge-curve';
import { nodeRectangle } from './layout/node-size';
import type { Drawing } from './paint/picture-of-graph';
import { layoutNodes } from './layout/plan-arrangement';
import { patchElements, type AppliedElements } from './patch-elements';
import { routeEdges } from './layout/route-edges';
import { canvasEdgeId, canvasNodeId } from './topology';
import { trafficFlows, type TrafficFlow } from './paint/traffic-flows';
import { walkGraph, type Spot, type WalkStep } from './walk-graph';
import { withPins } from './layout/with-pins';

export interface ControllerListeners {
  onSelect(spot: Spot | undefined): void;
  /** What the pointer is on. */
  onHover(spot: Spot | undefined): void;
  /** Where the keyboard is. */
  onCursor(spot: Spot | undefined): void;
  onZoom(zoom: number): void;
  /** Nodes stand elsewhere, or are pinned or not any more. */
  onPlaces(): void;
  /** A double click, or the keys for it. */
  onOpen(spot: Spot): void;
  onToggleBox(box: NamedBox): void;
  /** A click with Shift on a node while another is selected. */
  onWays(fromId: string, toId: string): void;
  /** Somebody asks what can be done here; pixels of the canvas. */
  onMenu(target: MenuTarget, at: Point): void;
  /** The pictures below and above the graph must be drawn again. */
  onRender(): void;
}

/** Before anything was shown. */
export const noElements: GraphElements = { nodes: [], edges: [], labelRoom: { width: 0, height: 0 } };
/** Pixels on the screen; less is a click with a trembling hand. */
const leastDrag = 4;
/** Elements that were redrawn since what they wore before was last forgotten. */
const mostWornOut = 2_000;

/**
 * Everything that happens on the canvas after React has put the bare nodes and edges there: places, text, curves,
 * emphasis, view. Refreshing moves nothing and touches only what will look different.
 */
export class GraphController {
  private elements: GraphElements = noElements;
  private arrangement: Arrangement | undefined;
  private positions = new Map<string, Point>();
  private lines: Pick<Arrangement, 'curves' | 'labels'> = { curves: new Map(), labels: new Map() };
  private readonly applied: AppliedElements = new Map();
  private wornOut = 0;
  private boxes: GraphBox[] = [];
  private knownFlows: TrafficFlow[] | undefined;
  private selected: Spot | undefined;
  private found: FoundSpots | undefined;
  private hovered: Spot | undefined;
  private cursor: Spot | undefined;
  private lastCursor: Spot | undefined;
  private dragged: string | undefined;
  private detail = '';
  private readonly view: GraphView;

  constructor(
    readonly cy: Core,
    private readonly memory: CanvasMemory,
    private readonly listeners: ControllerListeners,
    animated: boolean,
  ) {
    cy.boxSelectionEnabled(false);
    cy.autounselectify(true);
    this.view = new GraphView(cy, memory, animated);
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
    const isFitting = arrangement.anew || (arrangement.steady && !memory.userMoved);
    const isNew = memory.fitted !== arrangement && isFitting;
    memory.fitted = arrangement;
    if (isNew || !memory.viewport) this.fit();
    else if (remounted) this.view.restore(memory.viewport);
  }

  /** Marks what is selected and brings it into view. Does not call back. */
  select(spot: Spot | undefined): void {
    this.selected = spot;
    this.refreshEmphasis();
    this.view.reveal(this.pointOf(this.selectedOnCanvas()));
  }

  /** Marks what was found; the rest fades. Undefined, or nothing found, marks nothing. */
  mark(found: FoundSpots | undefined): void {
    this.found = found;
    markFailing(this.cy, found);
    this.refreshEmphasis();
  }

  walk(step: WalkStep, ontoEdges: boolean): void {
    const graph = { positions: this.positions, edges: this.elements.edges };
    const to = walkGraph(graph, this.spotInHand(), step, ontoEdges);
    this.moveCursor(to);
    this.view.reveal(this.pointOf(to));
  }

  /** Leaves the keyboard's place, for instance when the canvas loses the focus. */
  moveCursor(spot: Spot | undefined): void {
    this.cursor = spot;
    if (spot) this.lastCursor = spot;
    replaceClass(this.cy, 'is-cursor', this.find(spot));
    this.listeners.onCursor(spot);
  }

  /** Where the keyboard is, else what is selected. */
  spotInHand(): Spot | undefined {
    return this.cursor ?? this.selectedOnCanvas();
  }

  /** Takes the keyboard back to where it last was. */
  resumeCursor(): void {
    if (!this.cursor && this.isOnCanvas(this.lastCursor)) this.moveCursor(this.lastCursor);
  }

  selectCursor(): void {
    const spot = this.spotInHand();
    if (spot) this.listeners.onSelect(spot);
  }

  openCursor(): void {
    const spot = this.spotInHand();
    if (spot) this.listeners.onOpen(spot);
  }

  /** Folds the innermost box around the keyboard's place, or opens the folded box there. */
  toggleBoxAtCursor(): void {
    const spot = this.spotInHand();
    const isGroup = this.elements.nodes.some(({ id, members }) => members !== undefined && id === spot?.id);
    const box = isGroup ? undefined : this.boxAround(spot);
    if (spot && isGroup) this.listeners.onOpen(spot);
    else if (box) this.listeners.onToggleBox(box);
  }

  /** Asks what can be done at the keyboard's place. */
  openMenuAtCursor(): void {
    const spot = this.spotInHand();
    this.listeners.onMenu(spot && { spot }, this.view.onCanvas(this.pointOf(spot)));
  }

  /** The innermost drawn box that a node stands in. */
  boxAround(spot: Spot | undefined): NamedBox | undefined {
    if (spot?.kind !== 'node') return undefined;
    const own = this.elements.nodes.find(({ id }) => id === spot.id)?.boxes ?? [];
    return this.boxes.findLast(({ id }) => own.some((box) => box.id === id));
  }

  fit(): void {
    this.view.fit(this.drawn());
  }

  zoomIn(): void {
    this.view.zoomIn();
  }

  zoomOut(): void {
    this.view.zoomOut();
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

  /** Follows the size of the container. */
  resize(): void {
    this.view.resize(this.drawn(), this.pointOf(this.selectedOnCanvas()));
  }

  drawnBoxes(): readonly GraphBox[] {
    return this.boxes;
  }

  /** What is drawn and where, for pictures of it. */
  drawing(): Drawing {
    const { elements, positions, lines, boxes } = this;
    return { elements, positions, curves: lines.curves, boxes };
  }

  /** The busiest edges as lines to run along; the same until something changes. */
  flows(): readonly TrafficFlow[] {
    this.knownFlows ??= trafficFlows(this.elements, this.positions, this.lines);
    return this.knownFlows;
  }

  private listen(): void {
    const { cy, listeners, memory } = this;
    listenToCanvas(cy, {
      click: (spot, withShift) => this.click(spot, withShift),
      doubleClick: (spot, at) => {
        const box = spot ? undefined : boxAt(this.boxes, at);
        if (spot) listeners.onOpen(spot);
        else if (box) listeners.onToggleBox(box);
      },
      menu: (spot, at, onCanvas) => {
        const box = spot ? undefined : boxAt(this.boxes, at);
        listeners.onMenu(spot ? { spot } : box && { box }, onCanvas);
      },
      hover: (spot) => this.hover(spot),
      drag: (nodeId, at, isDone) => this.drag(nodeId, at, isDone),
      moveView: () => (memory.userMoved = true),
      viewChange: () => {
        memory.viewport = { zoom: cy.zoom(), pan: { ...cy.pan() } };
        this.adjustDetail(false);
        listeners.onZoom(cy.zoom());
      },
      render: () => listeners.onRender(),
    });
  }

  private click(spot: Spot | undefined, withShift: boolean): void {
    const { selected } = this;
    if (withShift && spot?.kind === 'node' && selected?.kind === 'node' && selected.id !== spot.id)
      this.listeners.onWays(selected.id, spot.id);
    else this.listeners.onSelect(spot);
  }

  /** From afar letters are drawn larger, and fewer of them. */
  private adjustDetail(hasNewcomers: boolean): void {
    const detail = detailClasses(this.cy.zoom()).join(' ');
    if (detail === this.detail && !hasNewcomers) return;
    this.detail = detail;
    applyDetail(this.cy);
  }

  /** After nodes or edges came or went: nobody points at what is gone, and newcomers fade or stay like the rest. */
  private settleFocus(): void {
    if (!this.isOnCanvas(this.cursor)) this.moveCursor(undefined);
    if (!this.isOnCanvas(this.hovered)) this.hover(undefined);
    this.refreshEmphasis();
    this.adjustDetail(true);
  }

  /** A node that is dragged stays where it is put; its edges follow, the others wait until it stands. */
  private drag(id: string, at: Point, isDone: boolean): void {
    const from = this.positions.get(id) ?? at;
    const way = Math.hypot(at.x - from.x, at.y - from.y) * this.cy.zoom();
    const isMeant = this.dragged === id || way > leastDrag;
    this.dragged = isMeant && !isDone ? id : undefined;
    if (!isMeant) {
      if (isDone) this.cy.getElementById(canvasNodeId(id)).position({ ...from });
      return;
    }
    this.positions = new Map([...this.positions, [id, { x: at.x, y: at.y }]]);
    this.memory.pinned.add(id);
    if (isDone) this.redrawLines();
    else this.bendOwnLines(id);
    this.settle();
  }

  private redrawLines(): void {
    const { edges, labelRoom } = this.elements;
    this.lines = drawLines(edges, layoutNodes(this.elements), this.positions, labelRoom);
  }

  private bendOwnLines(id: string): void {
    const own = this.elements.edges.filter(({ source, target }) => source === id || target === id);
    const { curves, labels } = this.lines;
    this.lines = { labels, curves: new Map([...curves, ...routeEdges(own, [], this.positions)]) };
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
    this.lines = arrangement;
    let hasMoved = false;
    for (const id of memory.pinned) {
      const arranged = arrangement.positions.get(id);
      const own = memory.positions.get(id);
      if (!arranged || !own || (arranged.x === own.x && arranged.y === own.y)) continue;
      this.positions.set(id, own);
      hasMoved = true;
    }
    if (hasMoved) this.redrawLines();
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
    this.knownFlows = undefined;
    measureWork('telltale patch', () => {
      const { cy, applied, elements, memory, lines } = this;
      this.wornOut += patchElements(cy, applied, withPins(elements, memory.pinned), lines);
      if (this.wornOut < mostWornOut) return;
      this.wornOut = 0;
      forgetWornOut(cy);
    });
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

  private pointOf(spot: Spot | undefined): Point | undefined {
    if (!spot) return undefined;
    if (spot.kind === 'node') return this.positions.get(spot.id);
    const edge = this.elements.edges.find(({ id }) => id === spot.id);
    const from = edge && this.positions.get(edge.source);
    const to = edge && this.positions.get(edge.target);
    return from && to && { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  }

  private drawn(): Drawn {
    const nodes = this.elements.nodes.flatMap(({ id, width }) => {
      const at = this.positions.get(id);
      return at ? [nodeRectangle(at, width)] : [];
    });
    const lines = this.elements.edges.flatMap(({ id, source, target }) => {
      const [from, to] = [this.positions.get(source), this.positions.get(target)];
      const curve = this.lines.curves.get(id);
      return from && to && curve ? [curveReach(from, to, curve)] : [];
    });
    return { shapes: [...this.boxes.map(({ rectangle }) => rectangle), ...nodes], lines };
  }
}
