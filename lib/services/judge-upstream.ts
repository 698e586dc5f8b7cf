import type { SourceState } from '@/lib/contracts/source-status';
import type { SyncStatus } from './ports';
import type { UpstreamFailure } from './upstream-failure';

/** What a failed request says about its source. */
export function stateOfFailure({ kind }: UpstreamFailure): SourceState {
  return kind === 'forbidden' || kind === 'unauthorized' ? 'forbidden' : 'unavailable';
}

/** How a followed cluster appears in an answer. */
export function stateOfCluster({ state }: SyncStatus): SourceState {
  switch (state) {
    case 'ok':
      return 'ok';
    case 'syncing':
    case 'degraded':
      return 'degraded';
    case 'forbidden':
      return 'forbidden';
    case 'notInstalled':
    case 'unavailable':
      return 'unavailable';
  }
}
