import * as z from 'zod';

/** Pixels between which the side panel can be resized. */
export const MIN_PANEL_WIDTH = 300;
export const MAX_PANEL_WIDTH = 720;

/** Personal taste, kept in this browser only. Opening somebody's link never changes it. */
const preferencesSchema = z.object({
  legendOpen: z.boolean().default(false),
  /** Absent until the person decides: then wide screens show it and narrow ones do not. */
  summaryOpen: z.boolean().optional(),
  /** Dots run along the edges. */
  animation: z.boolean().default(false),
  panelWidth: z.number().min(MIN_PANEL_WIDTH).max(MAX_PANEL_WIDTH).default(400),
});
export type Preferences = z.infer<typeof preferencesSchema>;

const STORAGE_KEY = 'telltale:preferences:v1';
/** The theme has a key of its own: a script in the page's head reads it before anything is drawn. */
export const THEME_STORAGE_KEY = 'telltale:theme:v1';

export const defaultPreferences: Preferences = { legendOpen: false, animation: false, panelWidth: 400 };

/** What was stored; the defaults where storage is blocked, empty or spoilt. */
export function readPreferences(storage: Storage | undefined = findStorage()): Preferences {
  try {
    const text = storage?.getItem(STORAGE_KEY);
    return text ? preferencesSchema.parse(JSON.parse(text)) : defaultPreferences;
  } catch {
    return defaultPreferences;
  }
}

/** Stores changed fields over the rest; does nothing where storage is blocked or full. */
export function writePreferences(
  change: Partial<Preferences>,
  storage: Storage | undefined = findStorage(),
): void {
  try {
    storage?.setItem(STORAGE_KEY, JSON.stringify({ ...readPreferences(storage), ...change }));
  } catch {
    // Blocked or full storage only costs the memory of a panel's width.
  }
}

function findStorage(): Storage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}
