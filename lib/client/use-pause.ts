import { useCallback, useRef } from 'react';
import type { RefreshChoice } from './refresh-pace';
import { useViewState } from './use-view-state';

/** Pauses refreshing, and resumes it at the pace it had before. */
export function usePause(): () => void {
  const { view, setView } = useViewState();
  const paceBefore = useRef<RefreshChoice>('15s');
  const { refresh } = view;
  return useCallback(() => {
    if (refresh === 'off') {
      void setView({ refresh: paceBefore.current });
      return;
    }
    paceBefore.current = refresh;
    void setView({ refresh: 'off' });
  }, [refresh, setView]);
}
