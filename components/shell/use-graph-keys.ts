import { FIND_BOX_ID } from './find-box';
import { usePageKeys } from './use-page-keys';

export interface GraphKeyActions {
  readonly refresh: () => void;
  readonly togglePause: () => void;
  readonly help: () => void;
  /** Absent while no panel is open. */
  readonly closePanel: (() => void) | undefined;
}

/** The graph page's single keys. */
export function useGraphKeys({ refresh, togglePause, help, closePanel }: GraphKeyActions): void {
  usePageKeys({
    '/': () => document.getElementById(FIND_BOX_ID)?.focus(),
    r: refresh,
    p: togglePause,
    '?': help,
    ...(closePanel ? { Escape: closePanel } : {}),
  });
}
