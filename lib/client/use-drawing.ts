import { useCallback, useEffect, useMemo, useState } from 'react';
import type { GraphAnswer } from '@/lib/contracts/graph';
import type { BoxKind, NamedBox } from '@/lib/core/graph/boxes';
import { nothingFolded } from '@/lib/core/graph/fold-choice';
import { drawOverview } from './draw-overview';
import { type Drawing, type Hops, openWayTo, selectionAfterToggle, toggleBox } from './drawing';
import type { CanvasMenuItem } from './canvas-actions';
import { steadyDrawer } from './steady-drawer';
import { useViewState } from './use-view-state';

/** What a viewer can do to the picture besides selecting. */
export interface DrawingActions {
  toggleBox(box: NamedBox): void;
  /** Folds all boxes of a kind; without one opens all. */
  foldAll(kind?: BoxKind): void;
  focusOn(nodeId: string, hops?: Hops): void;
  /** Shows the ways from the focus, or from another node, to this one. */
  showWays(fromId: string, toId: string): void;
  leaveFocus(): void;
  /** What an entry of the menu says, as far as it is about the picture. */
  act(item: CanvasMenuItem): void;
}

/**
 * What is drawn of an answer as the address says, and the ways to change that. Before there is an answer its overview is
 * drawn; what the viewer does to it is done once the answer is there.
 */
export function useDrawing(
  answer: GraphAnswer | undefined,
  overview: GraphAnswer | undefined,
): {
  drawing: Drawing | undefined;
  actions: DrawingActions;
} {
  const { view, setView } = useViewState();
  const { fold, focus, hops, to, select } = view;
  const [draw] = useState(steadyDrawer);
  const ahead = useMemo(() => overview && drawOverview(overview), [overview]);
  const drawing = useMemo(
    () => (answer ? draw(answer, { fold, focus, hops, to, select }, ahead) : ahead),
    [draw, answer, ahead, fold, focus, hops, to, select],
  );

  // What is selected, by a link, a search or a list, must not lie in a folded box.
  useEffect(() => {
    if (!answer || !drawing || !select) return;
    const opened = openWayTo(answer, drawing.fold, select);
    if (opened !== drawing.fold) void setView({ fold: opened });
  }, [answer, drawing, select, setView]);

  const toggle = useCallback(
    (box: NamedBox) => {
      if (!drawing) return;
      const next = toggleBox(fold ?? drawing.fold, box);
      void setView({ fold: next, select: answer ? selectionAfterToggle(answer, box, select) : null });
    },
    [answer, drawing, fold, select, setView],
  );
  const actions = useMemo((): DrawingActions => {
    const plain = {
      toggleBox: toggle,
      foldAll: (kind?: BoxKind) =>
        void setView({ fold: kind ? { ...nothingFolded, kinds: new Set([kind]) } : nothingFolded }),
      focusOn: (nodeId: string, reach?: Hops) =>
        void setView({ focus: nodeId, to: null, ...(reach === undefined ? {} : { hops: reach }) }),
      showWays: (fromId: string, toId: string) => void setView({ focus: fromId, to: toId }),
      leaveFocus: () => void setView({ focus: null, to: null, hops: null }),
    };
    return { ...plain, act: (item) => actOn(plain, item) };
  }, [toggle, setView]);
  return { drawing, actions };
}

function actOn(actions: Omit<DrawingActions, 'act'>, item: CanvasMenuItem): void {
  if (item.does === 'focus') actions.focusOn(item.nodeId);
  else if (item.does === 'callers') actions.focusOn(item.nodeId, 'callers');
  else if (item.does === 'ways') actions.showWays(item.fromId, item.toId);
  else if (item.does === 'fold' || item.does === 'unfold') actions.toggleBox(item.box);
  else if (item.does === 'foldAll') actions.foldAll('namespace');
  else if (item.does === 'unfoldAll') actions.foldAll();
  else if (item.does === 'leaveFocus') actions.leaveFocus();
}
