import * as z from 'zod';
import { describeNamespaces } from './namespace-choice';
import { formatUtc } from './format-time';
import { viewParsers } from './url-state';
import { printDuration } from '@/lib/core/mesh/duration';

export const MOST_NAMED_VIEWS = 50;
export const LONGEST_VIEW_NAME = 80;
const LONGEST_SEARCH = 4_000;

const STORAGE_KEY = 'telltale:views:v1';

const namedViewSchema = z.object({
  name: z.string().trim().min(1).max(LONGEST_VIEW_NAME),
  /** The query string of the graph page, without `?`. */
  search: z.string().max(LONGEST_SEARCH),
});
export type NamedView = z.infer<typeof namedViewSchema>;

/** What a change left: the views by name, or a sentence that says why nothing was changed. */
export type NamedViewsChange =
  | { readonly ok: true; readonly views: readonly NamedView[] }
  | { readonly ok: false; readonly reason: string };

/** The views kept in this browser, by name. What is spoilt is passed over; nothing where storage is blocked. */
export function readNamedViews(storage: Storage | undefined = findStorage()): NamedView[] {
  try {
    const list: unknown = JSON.parse(storage?.getItem(STORAGE_KEY) ?? '[]');
    if (!Array.isArray(list)) return [];
    const byName = new Map<string, NamedView>();
    for (const entry of list) {
      const view = namedViewSchema.safeParse(entry);
      if (view.success) byName.set(view.data.name, { ...view.data, search: keepKnown(view.data.search) });
    }
    return sortViews([...byName.values()]).slice(0, MOST_NAMED_VIEWS);
  } catch {
    return [];
  }
}

/** Keeps a view under a name; another one of the same name gives way. */
export function saveNamedView(name: string, search: string, storage = findStorage()): NamedViewsChange {
  const view = namedViewSchema.safeParse({ name, search: keepKnown(search) });
  if (!view.success) return refuse(`A name has 1 to ${LONGEST_VIEW_NAME} characters, and a view must fit.`);
  const others = readNamedViews(storage).filter((one) => one.name !== view.data.name);
  if (others.length >= MOST_NAMED_VIEWS)
    return refuse(`This browser keeps ${MOST_NAMED_VIEWS} views; delete one to make room.`);
  return write([...others, view.data], storage);
}

/** Gives a view another name. A name that is taken stays with whom it belongs to. */
export function renameNamedView(from: string, to: string, storage = findStorage()): NamedViewsChange {
  const views = readNamedViews(storage);
  const view = views.find(({ name }) => name === from);
  const name = namedViewSchema.shape.name.safeParse(to);
  if (!view) return refuse('This view is no longer there.');
  if (!name.success) return refuse(`A name has 1 to ${LONGEST_VIEW_NAME} characters.`);
  const others = views.filter((one) => one !== view);
  if (others.some((one) => one.name === name.data)) return refuse('Another view has this name.');
  return write([...others, { ...view, name: name.data }], storage);
}

export function deleteNamedView(name: string, storage = findStorage()): NamedViewsChange {
  return write(
    readNamedViews(storage).filter((view) => view.name !== name),
    storage,
  );
}

/** `bookinfo + 2 · last 5m · at 2031-04-05 11:02:15 UTC`: enough to tell views apart. */
export function describeNamedView({ search }: NamedView): string {
  const parameters = new URLSearchParams(search);
  const read = <Value>(parser: { parse(text: string): Value | null }, name: string) => {
    const text = parameters.get(name);
    return text === null ? null : parser.parse(text);
  };
  const namespaces = read(viewParsers.namespaces, 'namespaces') ?? 'all';
  const window = read(viewParsers.window, 'window') ?? viewParsers.window.defaultValue;
  const at = read(viewParsers.at, 'at');
  const words = [describeNamespaces(namespaces), `last ${printDuration(window)}`];
  return [...words, ...(at === null ? [] : [`at ${formatUtc(at)}`])].join(' · ');
}

function write(views: readonly NamedView[], storage: Storage | undefined): NamedViewsChange {
  const sorted = sortViews(views);
  try {
    if (!storage) return refuse('This browser keeps nothing for this page.');
    storage.setItem(STORAGE_KEY, JSON.stringify(sorted));
    return { ok: true, views: sorted };
  } catch {
    return refuse('This browser keeps nothing more: its storage is full or blocked.');
  }
}

/** Only parameters of the graph page: what was stored may have been written by anybody on this machine. */
function keepKnown(search: string): string {
  const kept = [...new URLSearchParams(search)].filter(([name]) => Object.hasOwn(viewParsers, name));
  return new URLSearchParams(kept).toString();
}

function sortViews(views: readonly NamedView[]): NamedView[] {
  const collator = new Intl.Collator('en', { numeric: true });
  return views.toSorted((one, other) => collator.compare(one.name, other.name));
}

function refuse(reason: string): NamedViewsChange {
  return { ok: false, reason };
}

function findStorage(): Storage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}
