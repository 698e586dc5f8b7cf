'use client';
import type { Core, ElementDefinition } from 'cytoscape';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { GraphAnswer } from '@/lib/contracts/graph';
import { drawBoxes } from './box-underlay';
import { emptyMemory } from './canvas-memory';
import { GraphController } from './controller';
import { CytoscapeShell } from './cytoscape-shell';
import { speakSpot } from './describe-graph';
import type { EdgeLabels } from './edge-label';
import { graphElements, type GraphElements } from './elements';
import classes from './graph-canvas.module.css';
import { defaultAspect } from './layered-layout';
import { graphStylesheet } from './stylesheet';
import { topologyElements, topologyKey } from './topology';
import { useArrangement } from './use-arrangement';
import { useGraphKeys } from './use-graph-keys';
import { useGraphTokens } from './use-graph-tokens';
import type { Spot } from './walk-graph';

export interface GraphCommands {
  fit(): void;
  zoomIn(): void;
  zoomOut(): void;
  relayout(): void;
}

export interface GraphCanvasProps {
  graph: GraphAnswer;
  selection: Spot | undefined;
  onSelect(selection: Spot | undefined): void;
  /** The page's custom properties are read again when this changes. */
  colorScheme: 'light' | 'dark';
  edgeLabels: EdgeLabels;
  /** Shade the graph: it is the last good one, not the present one. */
  stale: boolean;
  /** Called once, with what a toolbar can do. */
  onReady?(commands: GraphCommands): void;
}

const noElements: GraphElements = { nodes: [], edges: [] };

/** A layout from left to right cannot follow every window. */
const narrowestAspect = 0.8;
const widestAspect = 2.6;

/** Above this many nodes the canvas draws less while it moves. */
const denseFrom = 200;

/** The live service graph: pointer and keyboard select nodes and edges; the table beside it says the same in words. */
export function GraphCanvas(props: GraphCanvasProps): React.JSX.Element {
  const { graph, selection, onSelect, colorScheme, edgeLabels, stale, onReady } = props;
  const tokens = useGraphTokens(colorScheme);
  const elements = useMemo(() => graphElements(graph, edgeLabels), [graph, edgeLabels]);
  const selected = useSameSpot(selection);
  const stylesheet = useMemo(() => graphStylesheet(tokens), [tokens]);
  const scope = JSON.stringify([graph.level, graph.serviceNodes]);
  const namespaces = JSON.stringify(graph.namespaces);

  const [hovered, setHovered] = useState<Spot>();
  const [cursor, setCursor] = useState<Spot>();
  const [controller, setController] = useState<GraphController>();
  const memory = useRef(emptyMemory());
  const current = useRef<GraphController>(undefined);
  const frame = useRef<HTMLDivElement>(null);
  const readAspect = useCallback(() => aspectOf(frame.current), []);
  const { arranged, arrangeAgain } = useArrangement(elements, { scope, namespaces }, memory, readAspect);
  const drawn = arranged?.elements ?? noElements;
  const topology = useTopology(drawn);
  const dense = drawn.nodes.length > denseFrom;
  const underlay = useRef<HTMLCanvasElement>(null);

  const latest = useRef({ onSelect, tokens });
  useLayoutEffect(() => {
    latest.current = { onSelect, tokens };
  });

  const drawUnderlay = useCallback(() => {
    const context = underlay.current?.getContext('2d');
    const drawn = current.current;
    if (!context || !drawn || !frame.current) return;
    const pixelRatio = window.devicePixelRatio || 1;
    const { clientWidth, clientHeight } = frame.current;
    const size = {
      width: Math.round(clientWidth * pixelRatio),
      height: Math.round(clientHeight * pixelRatio),
    };
    // Setting a bitmap's size clears it and is slow: only when it changed.
    if (context.canvas.width !== size.width || context.canvas.height !== size.height)
      Object.assign(context.canvas, size);
    const viewport = { zoom: drawn.cy.zoom(), pan: drawn.cy.pan() };
    drawBoxes(context, drawn.drawnBoxes(), viewport, latest.current.tokens, pixelRatio);
  }, []);

  const onInstance = useCallback(
    (cy: Core) => {
      if (current.current?.cy === cy) return;
      const animated = !window.matchMedia('(prefers-reduced-motion: reduce)').matches;
      const listeners = {
        onSelect: (spot: Spot | undefined) => latest.current.onSelect(spot),
        onHover: setHovered,
        onCursor: setCursor,
        onZoom: (zoom: number) => frame.current?.setAttribute('data-zoom', zoom.toFixed(3)),
        onRender: drawUnderlay,
      };
      current.current = new GraphController(cy, memory.current, listeners, animated);
      setController(current.current);
    },
    [drawUnderlay],
  );

  useLayoutEffect(() => {
    if (arranged) controller?.show(arranged.elements, arranged.arrangement);
  }, [controller, arranged]);
  useLayoutEffect(() => controller?.select(selected), [controller, selected]);
  useEffect(drawUnderlay, [drawUnderlay, tokens, controller, arranged]);

  const announceReady = useRef(onReady);
  useEffect(() => {
    const act = (name: 'fit' | 'zoomIn' | 'zoomOut') => () => current.current?.[name]();
    announceReady.current?.({
      fit: act('fit'),
      zoomIn: act('zoomIn'),
      zoomOut: act('zoomOut'),
      relayout: arrangeAgain,
    });
  }, [arrangeAgain]);

  useEffect(() => {
    if (!frame.current || !controller) return;
    const observer = new ResizeObserver(() => {
      controller.resize();
      drawUnderlay();
    });
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, [controller, drawUnderlay]);

  const clear = useCallback(() => latest.current.onSelect(undefined), []);
  const onKeyDown = useGraphKeys(current, clear);

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- an application is interactive
    <div
      ref={frame}
      className={classes.frame}
      role="application"
      aria-roledescription="service graph"
      aria-label={`Service graph, ${drawn.nodes.length} nodes and ${drawn.edges.length} edges. Arrow keys walk along the edges, Enter selects, Escape clears. The table says the same in words.`}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the keyboard walks inside
      tabIndex={0}
      title={speakSpot(graph, hovered) ?? ''}
      onKeyDown={onKeyDown}
      onBlur={() => current.current?.moveCursor(undefined)}
      data-testid="graph-canvas"
      data-node-count={drawn.nodes.length}
      data-edge-count={drawn.edges.length}
      data-stale={stale}
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
      <div className={classes.spoken} aria-live="polite">
        {speakSpot(graph, cursor) ?? ''}
      </div>
    </div>
  );
}

/** Width over height of the place where the graph is drawn; of a place that is not there yet, that of most screens. */
function aspectOf(frame: HTMLElement | null): number {
  if (!frame || frame.clientWidth === 0 || frame.clientHeight === 0) return defaultAspect;
  const aspect = frame.clientWidth / frame.clientHeight;
  return Math.round(Math.min(widestAspect, Math.max(narrowestAspect, aspect)) * 20) / 20;
}

/** The same array until a node or an edge comes or goes. */
function useTopology(elements: GraphElements): ElementDefinition[] {
  const key = topologyKey(elements);
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
