import { useSyncExternalStore } from 'react';

/** Whether this tab is on screen. */
export function usePageVisible(): boolean {
  return useSyncExternalStore(subscribe, read, () => true);
}

function subscribe(notify: () => void): () => void {
  document.addEventListener('visibilitychange', notify);
  return () => document.removeEventListener('visibilitychange', notify);
}

function read(): boolean {
  return document.visibilityState !== 'hidden';
}
