import { FIND_FIELD_ID } from './find-field';
import { HIDE_CONTROL_ID } from './hide-control';
import { lensChoices, lensKeys, type Lens } from '@/lib/client/lens';
import { usePageKeys } from './use-page-keys';

export interface GraphKeyActions {
  readonly refresh: () => void;
  readonly togglePause: () => void;
  readonly help: () => void;
  readonly chooseLens: (lens: Lens) => void;
  /** Absent while no panel is open. */
  readonly closePanel: (() => void) | undefined;
}

/** The graph page's single keys. */
export function useGraphKeys({ refresh, togglePause, help, chooseLens, closePanel }: GraphKeyActions): void {
  usePageKeys({
    ...Object.fromEntries(lensChoices.map((lens) => [lensKeys[lens], () => chooseLens(lens)])),
    '/': () => document.querySelector<HTMLInputElement>(`#${FIND_FIELD_ID} input`)?.focus(),
    h: () => document.getElementById(HIDE_CONTROL_ID)?.click(),
    r: refresh,
    p: togglePause,
    '?': help,
    ...(closePanel ? { Escape: closePanel } : {}),
  });
}
