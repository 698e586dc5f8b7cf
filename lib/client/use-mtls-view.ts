import { useQueryStates } from 'nuqs';
import { mtlsParsers } from './mtls-view';

/** What the mTLS page shows, as the address bar says it, and the way to change it. */
export function useMtlsView() {
  const [shown, setShown] = useQueryStates(mtlsParsers);
  return { shown, setShown };
}
