import { useCallback, type KeyboardEvent, type RefObject } from 'react';
import type { GraphController } from './controller';
import type { WalkStep } from './walk-graph';

const steps: Readonly<Record<string, WalkStep>> = {
  ArrowRight: 'downstream',
  ArrowLeft: 'upstream',
  ArrowUp: 'previous',
  ArrowDown: 'next',
};

/**
 * Keys while the canvas has the focus: arrows walk, with Shift onto edges; Enter selects; f focuses or unfolds, b folds
 * the box; the menu key or Shift+F10 opens the menu; Esc clears; + - 0 zoom and fit.
 */
export function useGraphKeys(
  controller: RefObject<GraphController | undefined>,
  clear: () => void,
): (event: KeyboardEvent) => void {
  return useCallback(
    (event) => {
      const graph = controller.current;
      if (!graph || event.ctrlKey || event.metaKey || event.altKey) return;
      const step = Object.hasOwn(steps, event.key) ? steps[event.key] : undefined;
      if (step) graph.walk(step, event.shiftKey);
      else if (event.key === 'Enter' || event.key === ' ') graph.selectCursor();
      else if (event.key === 'f') graph.openCursor();
      else if (event.key === 'b') graph.toggleBoxAtCursor();
      else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey))
        graph.openMenuAtCursor();
      else if (event.key === 'Escape') {
        graph.moveCursor(undefined);
        clear();
      } else if (event.key === '+' || event.key === '=') graph.zoomIn();
      else if (event.key === '-') graph.zoomOut();
      else if (event.key === '0') graph.fit();
      else return;
      event.preventDefault();
    },
    [controller, clear],
  );
}
