import { useSyncExternalStore } from 'react';
import { defaultPreferences, type Preferences, readPreferences, writePreferences } from './preferences';

const listeners = new Set<() => void>();
let current: Preferences | undefined;

/** Personal taste and the way to change it; every user of this hook in the page sees a change at once. */
export function usePreferences() {
  const preferences = useSyncExternalStore(subscribe, read, () => defaultPreferences);
  return { preferences, change };
}

function read(): Preferences {
  current ??= readPreferences();
  return current;
}

function change(fields: Partial<Preferences>): void {
  // Kept here as well: where storage is blocked, a choice still holds until the page is left.
  current = { ...read(), ...fields };
  writePreferences(fields);
  for (const notify of listeners) notify();
}

function subscribe(notify: () => void): () => void {
  listeners.add(notify);
  return () => void listeners.delete(notify);
}
