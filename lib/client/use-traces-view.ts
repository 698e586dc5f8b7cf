import { useQueryStates } from 'nuqs';
import { tracesParsers } from './traces-view';

/** What the page of traces shows, as the address bar says it, and the way to change it. */
export function useTracesView() {
  const [shown, setShown] = useQueryStates(tracesParsers);
  return { shown, setShown };
}
