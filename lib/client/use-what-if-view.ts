import { useQueryStates } from 'nuqs';
import { whatIfParsers } from './what-if-view';

/** What the page for changes shows, as the address bar says it, and the way to change it. */
export function useWhatIfView() {
  const [shown, setShown] = useQueryStates(whatIfParsers);
  return { shown, setShown };
}
