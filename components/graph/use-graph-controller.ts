import type { Core } from 'cytoscape';
import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { CanvasMemory } from './canvas-memory';
import { GraphController, type ControllerListeners } from './controller';

/** The controller of the Cytoscape instance that the shell has made, and what to give the shell. */
export function useGraphController(memory: RefObject<CanvasMemory>, listeners: ControllerListeners) {
  const [controller, setController] = useState<GraphController>();
  const current = useRef<GraphController>(undefined);
  const latest = useRef(listeners);
  useLayoutEffect(() => {
    latest.current = listeners;
  });
  const onInstance = useCallback(
    (cy: Core) => {
      if (current.current?.cy === cy) return;
      const animated = !window.matchMedia('(prefers-reduced-motion: reduce)').matches;
      current.current = new GraphController(cy, memory.current, forward(latest), animated);
      setController(current.current);
    },
    [memory],
  );
  return { controller, current, onInstance };
}

/** Always calls the newest listeners: the controller lives longer than a render. */
function forward(latest: RefObject<ControllerListeners>): ControllerListeners {
  return {
    onSelect: (spot) => latest.current.onSelect(spot),
    onHover: (spot) => latest.current.onHover(spot),
    onCursor: (spot) => latest.current.onCursor(spot),
    onZoom: (zoom) => latest.current.onZoom(zoom),
    onPlaces: () => latest.current.onPlaces(),
    onOpen: (spot) => latest.current.onOpen(spot),
    onToggleBox: (box) => latest.current.onToggleBox(box),
    onWays: (fromId, toId) => latest.current.onWays(fromId, toId),
    onMenu: (target, at) => latest.current.onMenu(target, at),
    onRender: () => latest.current.onRender(),
  };
}
