import type { inferParserType } from 'nuqs/server';
import type { viewParsers } from './url-state';

type View = inferParserType<typeof viewParsers>;

/** Whether a view shows nothing that only the whole graph can tell: a picture in which nothing is looked for or chosen. */
export function startsWithOverview({
  view,
  find,
  hide,
  select,
  fold,
  focus,
  trace,
}: Pick<View, 'view' | 'find' | 'hide' | 'select' | 'fold' | 'focus' | 'trace'>): boolean {
  const chosen = [select, fold, focus, trace];
  return view === 'graph' && find === '' && hide === '' && chosen.every((choice) => choice === null);
}
