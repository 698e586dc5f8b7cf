import { useEffect, useState } from 'react';
import { usePageVisible } from './use-page-visible';

/** The time in ms since 1970, once a second while on screen; undefined before the page is alive. */
export function useNowMs(): number | undefined {
  const [nowMs, setNowMs] = useState<number>();
  const visible = usePageVisible();
  useEffect(() => {
    if (!visible) return undefined;
    const tick = () => setNowMs(Date.now());
    tick();
    const timer = setInterval(tick, 1_000);
    return () => clearInterval(timer);
  }, [visible]);
  return nowMs;
}
