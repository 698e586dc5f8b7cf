import { useQueryStates } from 'nuqs';
import { policyParsers } from './policy-view';

/** What the page of policies shows, as the address bar says it, and the way to change it. */
export function usePolicyView() {
  const [shown, setShown] = useQueryStates(policyParsers);
  return { shown, setShown };
}
