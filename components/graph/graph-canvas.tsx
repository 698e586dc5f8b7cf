'use client';
import type { Core, ElementDefinition } from 'cytoscape';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { GraphAnswer } from '@/lib/contracts/graph';
import { emptyMemory } from './canvas-memory';
import { GraphController } from './controller';
import { CytoscapeShell } from './cytoscape-shell';
import { speakSpot } from './describe-graph';
import { drawnCanvas, type DrawnCanvas } from './drawn-canvas';
import type { EdgeLabels } from './edge-label';
import { graphElements, type GraphElements } from './elements';
import classes from './graph-canvas.module.css';
import { drawNamespaceBoxes } from './namespace-underlay';
import { graphStylesheet } from './stylesheet';
import { topologyElements, topologyKey } from './topology';
import { useGraphKeys } from './use-graph-keys';
import { useGraphTokens } from './use-graph-tokens';
import type { Spot } from './walk-graph';

export interface GraphCommands {
  fit(): void;
  zoomIn(): void;
  zoomOut(): void;
  relayout(): void;
  /** What is on the canvas now, to be taken along; undefined while there is none. */
  drawn(): DrawnCanvas | undefined;
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

/** Above this many nodes the canvas draws less while it moves. */
const denseFrom = 200;

/** The live service graph: pointer and keyboard select nodes and edges; the table beside it says the same in words. */
export function GraphCanvas(props: GraphCanvasProps): React.JSX.Element {
  const { graph, selection, onSelect, colorScheme, edgeLabels, stale, onReady } = props;
  const tokens = useGraphTokens(colorScheme);
  const elements = useMemo(() => graphElements(graph, edgeLabels), [graph, edgeLabels]);
  const topology = useTopology(elements);
  const selected = useSameSpot(selection);
  const dense = elements.nodes.length > denseFrom;
  const stylesheet = useMemo(() => graphStylesheet(tokens), [tokens]);
  const scope = JSON.stringify([graph.level, graph.serviceNodes]);
  const namespaces = JSON.stringify(graph.namespaces);

  const [hovered, setHovered] = useState<Spot>();
  const [cursor, setCursor] = useState<Spot>();
  const [controller, setController] = useState<GraphController>();
  const memory = useRef(emptyMemory());
  const current = useRef<GraphController>(undefined);
  const frame = useRef<HTMLDivElement>(null);
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
    drawNamespaceBoxes(context, drawn.namespaceBoxes(), viewport, latest.current.tokens, pixelRatio);
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

  useLayoutEffect(
    () => controller?.show(elements, scope, namespaces),
    [controller, elements, scope, namespaces],
  );
  useLayoutEffect(() => controller?.select(selected), [controller, selected]);
  useEffect(drawUnderlay, [drawUnderlay, tokens, controller, elements]);

  const announceReady = useRef(onReady);
  useEffect(() => {
    const act = (name: 'fit' | 'zoomIn' | 'zoomOut' | 'relayout') => () => current.current?.[name]();
    announceReady.current?.({
      fit: act('fit'),
      zoomIn: act('zoomIn'),
      zoomOut: act('zoomOut'),
      relayout: act('relayout'),
      drawn: () => current.current && drawnCanvas(current.current, latest.current.tokens),
    });
  }, []);

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
      aria-label={`Service graph, ${elements.nodes.length} nodes and ${elements.edges.length} edges. Arrow keys walk along the edges, Enter selects, Escape clears. The table says the same in words.`}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the keyboard walks inside
      tabIndex={0}
      title={speakSpot(graph, hovered) ?? ''}
      onKeyDown={onKeyDown}
      onFocus={({ currentTarget }) => {
        if (currentTarget.matches(':focus-visible')) current.current?.resumeCursor();
      }}
      onBlur={() => current.current?.moveCursor(undefined)}
      data-testid="graph-canvas"
      data-node-count={elements.nodes.length}
      data-edge-count={elements.edges.length}
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
