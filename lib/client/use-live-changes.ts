import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { openChangeStream } from './change-stream';
import { createChangeRefresher } from './refresh-on-change';
import { usePageVisible } from './use-page-visible';
import { ownAddress } from '@/lib/client/own-address';

/** Refreshes the graph at once when the cluster changes; no connection while hidden, paused or looking back. */
export function useLiveChanges(enabled: boolean): void {
  const client = useQueryClient();
  const visible = usePageVisible();
  useEffect(() => {
    if (!enabled || !visible) return undefined;
    const refresher = createChangeRefresher(client);
    const stream = openChangeStream({ address: ownAddress('/api/changes'), onChange: refresher.note });
    return () => {
      stream.close();
      refresher.stop();
    };
  }, [client, enabled, visible]);
}
