'use client';
import type { ElementDefinition } from 'cytoscape';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { describeMatches } from '@/lib/client/find-words';
import type { DrawnGraph } from '@/lib/client/drawing';
import type { GraphSplits } from '@/lib/client/join-splits';
import type { Lens } from '@/lib/client/lens';
import type { GraphAnswer } from '@/lib/contracts/graph';
import type { NamedBox } from '@/lib/core/graph/boxes';
import { pageMemory } from './canvas-memory';
import type { MenuTarget } from '@/lib/client/menu-subject';
import { noElements, type GraphController } from './controller';
import { CytoscapeShell } from './cytoscape-shell';
import { speakSpot } from './describe-graph';
import { drawnCanvas, type DrawnCanvas } from './paint/drawn-canvas';
import type { EdgeLabels } from './edge-label';
import { graphElements, type GraphElements } from './elements';
import type { FoundSpots } from './paint/emphasis';
import type { OwnLens } from './lenses/graph-lens';
import { readAspect } from './fit-viewport';
import classes from './graph-canvas.module.css';
import { graphStylesheet } from './paint/stylesheet';
import { topologyElements, topologyKey } from './topology';
import { useArrangement } from './layout/use-arrangement';
import { useBoxLayers } from './paint/use-box-layers';
import { useGraphController } from './use-graph-controller';
import { useGraphKeys } from './use-graph-keys';
import { useGraphTokens } from './paint/use-graph-tokens';
import { useStoredPlaces } from './layout/use-stored-places';
import { useTrafficAnimation } from './paint/use-traffic-animation';
import type { Spot } from './walk-graph';

export interface GraphCommands {
  fit(): void;
  zoomIn(): void;
  zoomOut(): void;
  /** Places all nodes anew that are not pinned. */
  arrangeAgain(): void;
  pin(nodeId: string): void;
  unpin(nodeId: string): void;
  unpinAll(): void;
  /** What is on the canvas now, to be taken along; undefined while there is none. */
  drawn(): DrawnCanvas | undefined;
  /** Gives the keyboard back to the canvas. */
  focus(): void;
}

/** What a menu is about, and where it opens: pixels of the canvas. */
export interface CanvasMenuRequest {
  target: MenuTarget;
  at: { x: number; y: number };
}

export interface GraphCanvasProps {
  graph: DrawnGraph;
  /** What the viewer asked to see; another choice is another picture, with places of its own. */
  namespaces: string;
  /** Which part of it is looked at; it has places of its own. */
  part: string;
  selection: Spot | undefined;
  /** What a search found, marked while the rest fades; undefined when nobody searches. */
  found?: FoundSpots | undefined;
  onSelect(selection: Spot | undefined): void;
  /** The page's custom properties are read again when this changes. */
  colorScheme: 'light' | 'dark';
  edgeLabels: EdgeLabels;
  /** Which question the picture answers. */
  lens: Lens;
  /** Looked through instead of `lens`, where a page brings one along. */
  ownLens?: OwnLens;
  /** For the lens for splits; undefined while they are not known. */
  splits: GraphSplits | undefined;
  /** Let dots run along the edges. */
  animated: boolean;
  /** Shade the graph: it is the last good one, not the present one. */
  stale: boolean;
  /** Called once, with what a toolbar can do. */
  onReady?(commands: GraphCommands): void;
  /** Called once a graph is on the screen. */
  onDrawn?: (() => void) | undefined;
  /** Which nodes the viewer has pinned. */
  onPinned?(ids: ReadonlySet<string>): void;
  /** Looks closer at a node; opens it when it is a folded box. */
  onFocus(nodeId: string): void;
  onToggleBox(box: NamedBox): void;
  /** Shows how one node comes to call another. */
  onWays(fromId: string, toId: string): void;
  onMenu(request: CanvasMenuRequest): void;
}

/** Above this many nodes the canvas draws less while it moves. */
const denseFrom = 200;

/** The live service graph: pointer and keyboard select nodes and edges; the table beside it says the same in words. */
export function GraphCanvas(props: GraphCanvasProps): React.JSX.Element {
  const { graph, namespaces, part, selection, found, onSelect, colorScheme } = props;
  const { edgeLabels, lens, ownLens, splits, animated, stale, onReady, onPinned } = props;
  const tokens = useGraphTokens(colorScheme);
  const stylesheet = useMemo(() => graphStylesheet(tokens, ownLens?.styles), [tokens, ownLens?.styles]);
  const elements = useMemo(
    () => graphElements(graph, edgeLabels, lens, splits, ownLens?.lens),
    [graph, edgeLabels, lens, splits, ownLens?.lens],
  );
  const question = {
    scope: JSON.stringify([graph.level, graph.serviceNodes, part]),
    namespaces,
    mesh: meshOf(graph),
  };
  const selected = useSameSpot(selection);

  const [hovered, setHovered] = useState<Spot>();
  const [cursor, setCursor] = useState<Spot>();
  const memory = useRef(pageMemory);
  const frame = useRef<HTMLDivElement>(null);
  const underlay = useRef<HTMLCanvasElement>(null);
  const names = useRef<HTMLCanvasElement>(null);
  const traffic = useRef<HTMLCanvasElement>(null);

  const { arranged, arrangeAgain } = useArrangement(
    elements,
    question,
    memory,
    useCallback(() => readAspect(frame.current), []),
  );
  const drawn = arranged?.elements ?? noElements;
  const topology = useTopology(drawn);
  const dense = drawn.nodes.length > denseFrom;

  const storePlaces = useStoredPlaces(memory);
  const drawLayers = useRef(() => {});
  const { controller, current, onInstance } = useGraphController(memory, {
    onSelect,
    onHover: setHovered,
    onCursor: setCursor,
    onZoom: (zoom) => frame.current?.setAttribute('data-zoom', zoom.toFixed(3)),
    onPlaces: () => {
      storePlaces();
      onPinned?.(new Set(memory.current.pinned));
    },
    onOpen: (spot) => {
      const group = graph.groups.get(spot.id);
      if (group) props.onToggleBox(group);
      else if (spot.kind === 'node') props.onFocus(spot.id);
    },
    onToggleBox: props.onToggleBox,
    onWays: props.onWays,
    onMenu: (target, at) => props.onMenu({ target, at }),
    onRender: () => drawLayers.current(),
  });
  const drawBoxes = useBoxLayers(underlay, names, current, tokens);
  useLayoutEffect(() => {
    drawLayers.current = drawBoxes;
  }, [drawBoxes]);
  useTrafficAnimation(traffic, current, tokens, animated);

  useLayoutEffect(() => {
    if (arranged) controller?.show(arranged.elements, arranged.arrangement);
  }, [controller, arranged]);
  useLayoutEffect(() => controller?.mark(found), [controller, found]);
  useLayoutEffect(() => controller?.select(selected), [controller, selected]);
  useEffect(drawBoxes, [drawBoxes, controller, arranged]);
  useResize(frame, controller, drawBoxes);
  useOnceDrawn(arranged !== undefined, props.onDrawn);

  const latestTokens = useRef(tokens);
  useLayoutEffect(() => {
    latestTokens.current = tokens;
  }, [tokens]);
  const announceReady = useRef(onReady);
  useEffect(() => {
    announceReady.current?.({
      fit: () => current.current?.fit(),
      zoomIn: () => current.current?.zoomIn(),
      zoomOut: () => current.current?.zoomOut(),
      pin: (id) => current.current?.pin(id),
      unpin: (id) => current.current?.unpin(id),
      unpinAll: () => current.current?.unpin(),
      focus: () => frame.current?.focus(),
      arrangeAgain,
      drawn: () => current.current && drawnCanvas(current.current, latestTokens.current),
    });
  }, [current, arrangeAgain]);

  const onKeyDown = useGraphKeys(
    current,
    useCallback(() => onSelect(undefined), [onSelect]),
  );

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- an application is interactive
    <div
      ref={frame}
      className={classes.frame}
      role="application"
      aria-roledescription="service graph"
      aria-label={`Service graph, ${drawn.nodes.length} nodes and ${drawn.edges.length} edges${found ? `; found: ${describeMatches(found)}` : ''}. Arrow keys walk along the edges, Enter selects, Escape clears. The table says the same in words.`}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the keyboard walks inside
      tabIndex={0}
      title={speakSpot(graph, hovered) ?? ''}
      onKeyDown={onKeyDown}
      onContextMenu={(event) => event.preventDefault()}
      onFocus={({ currentTarget }) => {
        if (currentTarget.matches(':focus-visible')) current.current?.resumeCursor();
      }}
      onBlur={() => current.current?.moveCursor(undefined)}
      data-testid="graph-canvas"
      data-node-count={drawn.nodes.length}
      data-edge-count={drawn.edges.length}
      data-found-nodes={found?.nodes.size}
      data-found-edges={found?.edges.size}
      data-failing-edges={found?.failing?.size}
      data-stale={stale}
      data-lens={ownLens?.name ?? lens}
    >
      <canvas ref={underlay} className={classes.underlay} aria-hidden="true" />
      <div className={classes.drawing} aria-hidden="true">
        <CytoscapeShell
          key={dense ? 'dense' : 'sparse'}
          elements={topology}
          stylesheet={stylesheet}
          dense={dense}
          onInstance={onInstance}
        />
      </div>
      <canvas ref={traffic} className={classes.overlay} aria-hidden="true" />
      <canvas ref={names} className={classes.overlay} aria-hidden="true" />
      <div className={classes.spoken} aria-live="polite">
        {speakSpot(graph, cursor) ?? ''}
      </div>
    </div>
  );
}

/** Tells when the frame is on the screen in which something was drawn first. */
function useOnceDrawn(isArranged: boolean, onDrawn: (() => void) | undefined): void {
  const announce = useRef(onDrawn);
  useEffect(() => {
    if (!isArranged) return;
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => announce.current?.());
    });
    return () => cancelAnimationFrame(frame);
  }, [isArranged]);
}

/** Follows the size of the frame. */
function useResize(
  frame: React.RefObject<HTMLDivElement | null>,
  controller: GraphController | undefined,
  draw: () => void,
): void {
  useEffect(() => {
    if (!frame.current || !controller) return;
    const observer = new ResizeObserver(() => {
      controller.resize();
      draw();
    });
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, [frame, controller, draw]);
}

/** The same array until a node or an edge comes or goes. */
function useTopology(elements: GraphElements): ElementDefinition[] {
  const key = useMemo(() => topologyKey(elements), [elements]);
  const [held, hold] = useState<{ key?: string; elements: ElementDefinition[] }>({ elements: [] });
  const next = held.key === key ? held : { key, elements: topologyElements(elements, held.elements) };
  if (next !== held) hold(next);
  return next.elements;
}

/** The same object for the same selection, however often the page makes a new one. */
function useSameSpot(spot: Spot | undefined): Spot | undefined {
  const { kind, id } = spot ?? {};
  return useMemo(() => (kind === undefined || id === undefined ? undefined : { kind, id }), [kind, id]);
}

/** The names of its clusters tell a mesh from others at the same address. */
function meshOf({ nodes }: GraphAnswer): string {
  return [...new Set(nodes.flatMap(({ cluster }) => cluster ?? []))].toSorted().join(' ');
}
