import { isNamespaceName, type ViewParameter, viewParsers } from './url-state';

/** A parameter of the link that could not be used, and what is shown instead. */
export interface UrlNote {
  readonly parameter: string;
  readonly value: string;
  readonly instead: string;
}

const LONGEST_SHOWN = 60;

/** What of a link was not understood. The page says so: silently showing another graph would mislead. */
export function findUrlNotes(search: URLSearchParams): UrlNote[] {
  const notes: UrlNote[] = [];
  for (const parameter of Object.keys(viewParsers) as ViewParameter[]) {
    const value = search.get(parameter);
    if (value === null || isUnderstood(parameter, value)) continue;
    notes.push({ parameter, value: shorten(value), instead: describeFallback(parameter, value) });
  }
  return notes;
}

function isUnderstood(parameter: ViewParameter, value: string): boolean {
  if (parameter === 'namespaces' && value !== '') return value.split(',').every(isNamespaceName);
  return viewParsers[parameter].parse(value) !== null;
}

function describeFallback(parameter: ViewParameter, value: string): string {
  if (parameter === 'namespaces') {
    const usable = viewParsers.namespaces.parse(value);
    return usable === null ? 'all namespaces' : `only ${usable.length} of the names`;
  }
  if (parameter === 'at') return 'the present';
  if (parameter === 'replay') return 'closed';
  if (parameter === 'select') return 'nothing selected';
  if (parameter === 'sort') return 'what needs attention first';
  if (parameter === 'window') return '5m';
  if (parameter === 'find') return 'nothing looked for';
  if (parameter === 'hide') return 'nothing hidden';
  if (parameter === 'fold') return 'nothing folded by hand';
  if (parameter === 'trace') return 'no trace marked';
  if (parameter === 'focus' || parameter === 'to') return 'the whole graph';
  return String(viewParsers[parameter].defaultValue);
}

function shorten(text: string): string {
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}
