import type { Warning } from '@/lib/contracts/source-status';
import { printDuration } from '@/lib/core/mesh/duration';
import type { Instant } from './choose-instant';

/** Retention is a promise to keep, not to delete: what is older may still be there, so it is read all the same. */
export function warnOfRetention(
  windowSeconds: number,
  { atSeconds, nowSeconds, retentionSeconds }: Instant,
): Warning[] {
  if (retentionSeconds === undefined) return [];
  if (atSeconds < nowSeconds - retentionSeconds) {
    const message = `Prometheus keeps ${printDuration(retentionSeconds)} of samples, and the time asked for lies before that: what is shown may be a part of what was.`;
    return [{ code: 'time-before-retention', message }];
  }
  if (windowSeconds <= retentionSeconds) return [];
  const message = `Prometheus keeps ${printDuration(retentionSeconds)} of samples: rates are averages over what it has of the window.`;
  return [{ code: 'window-exceeds-retention', message }];
}
