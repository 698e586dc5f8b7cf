import { useCallback, useEffect, useRef } from 'react';
import { MAIN_ID } from '@/components/ui/main-id';
import { PANEL_ID, PANEL_TITLE_ID } from './side-panel';

/**
 * Takes the keyboard into the panel when something is selected by key, and back to where it came from when the panel closes.
 * A pointer moves no focus, and whoever types goes on typing: a field asks with `enter`, which goes into the panel of
 * this selection as soon as it is open.
 */
export function usePanelFocus(selectionKey: string | undefined): (asked: string) => void {
  const byKey = useRef(false);
  const origin = useRef<HTMLElement>(undefined);
  const keyBefore = useRef(selectionKey);
  const asked = useRef<string>(undefined);
  const stopWaiting = useRef<() => void>(undefined);

  useEffect(() => {
    const noteKey = () => (byKey.current = true);
    const notePointer = () => (byKey.current = false);
    document.addEventListener('keydown', noteKey, true);
    document.addEventListener('pointerdown', notePointer, true);
    return () => {
      document.removeEventListener('keydown', noteKey, true);
      document.removeEventListener('pointerdown', notePointer, true);
    };
  }, []);

  const goIn = useCallback((key: string) => {
    if (!byKey.current) return;
    const active = document.activeElement;
    if (active instanceof HTMLInputElement && asked.current !== key) return;
    asked.current = undefined;
    if (active instanceof HTMLElement && !isLost(active) && !isInPanel(active)) origin.current = active;
    stopWaiting.current?.();
    stopWaiting.current = focusWhenThere(PANEL_TITLE_ID);
  }, []);

  useEffect(() => {
    const before = keyBefore.current;
    keyBefore.current = selectionKey;
    if (before === selectionKey) return;
    stopWaiting.current?.();
    if (selectionKey !== undefined) {
      goIn(selectionKey);
      return;
    }
    const active = document.activeElement;
    if (active && !isLost(active) && !isInPanel(active)) return;
    const main = document.getElementById(MAIN_ID);
    const back = origin.current?.isConnected
      ? origin.current
      : main?.querySelector<HTMLElement>('[tabindex="0"]');
    (back ?? main)?.focus();
  }, [selectionKey, goIn]);

  return useCallback(
    (key) => {
      asked.current = key;
      if (key === keyBefore.current) goIn(key);
    },
    [goIn],
  );
}

/** What had the focus is gone from the page. */
function isLost(active: Element): boolean {
  return active === document.body;
}

function isInPanel(active: Element): boolean {
  return active.closest(`#${PANEL_ID}`) !== null;
}

/** Gives the focus to an element, which may come later: the panel's code is loaded when it is first needed. */
function focusWhenThere(id: string): () => void {
  const element = document.getElementById(id);
  if (element !== null) {
    element.focus();
    return () => {};
  }
  const observer = new MutationObserver(() => {
    const late = document.getElementById(id);
    if (late === null) return;
    observer.disconnect();
    late.focus();
  });
  observer.observe(document.body, { childList: true, subtree: true });
  return () => observer.disconnect();
}
