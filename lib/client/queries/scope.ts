import { printDuration } from '@/lib/core/mesh/duration';
import type { GraphRequest } from './graph-request';

/** What every page asks about: where, how far back, and when. */
export type Scope = Pick<GraphRequest, 'namespaces' | 'windowSeconds' | 'at'>;

/** A scope as query parameters of the API. */
export function printScope({ namespaces, windowSeconds, at }: Scope): URLSearchParams {
  const search = new URLSearchParams();
  if (namespaces !== 'all') search.set('namespaces', namespaces.join(','));
  search.set('window', printDuration(windowSeconds));
  if (at !== null) search.set('at', String(at));
  return search;
}
