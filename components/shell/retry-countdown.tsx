'use client';

import { useNowMs } from '@/lib/client/use-now';

/** When the page tries again by itself. Not spoken each second: it would drown everything else. */
export function RetryCountdown({ retryAtMs }: { retryAtMs: number | undefined }) {
  const nowMs = useNowMs();
  if (retryAtMs === undefined || nowMs === undefined) return null;
  const seconds = Math.ceil((retryAtMs - nowMs) / 1_000);
  return (
    <span data-testid="retry-countdown" aria-live="off">
      {seconds > 0 ? `Trying again in ${seconds} s.` : 'Trying again now.'}
    </span>
  );
}
