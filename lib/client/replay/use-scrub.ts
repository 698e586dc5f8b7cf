import { useCallback, useEffect, useState } from 'react';

export interface Scrub {
  /** Where the thumb is; the graph may still be on its way there. Undefined in the present. */
  readonly instant: number | undefined;
  moveTo(instant: number): void;
}

/**
 * Follows a thumb without ever having two graphs asked for: while one is on its way only the last place the thumb came to
 * is remembered, and asked for when the answer is there.
 */
export function useScrub(options: {
  /** The instant in the address; null is the present. */
  readonly at: number | null;
  /** A graph is on its way. */
  readonly busy: boolean;
  /** Puts the instant into the address. */
  onSettle(instant: number): void;
}): Scrub {
  const { at, busy, onSettle } = options;
  const [wanted, setWanted] = useState<number>();
  // What was handed on and has not come back as `at` yet: until then `busy` cannot know of it.
  const [sent, setSent] = useState<number>();
  const [seenAt, setSeenAt] = useState(at);

  if (at !== seenAt) {
    setSeenAt(at);
    setSent(undefined);
    // Arrived, or somebody else went elsewhere: back, or to the present. Else the thumb has moved on meanwhile.
    if (at === wanted || at !== sent) setWanted(undefined);
  }

  const free = !busy && sent === undefined;
  useEffect(() => {
    if (wanted === undefined || wanted === at || !free) return undefined;
    const timer = setTimeout(() => {
      setSent(wanted);
      onSettle(wanted);
    });
    return () => clearTimeout(timer);
  }, [wanted, at, free, onSettle]);

  const moveTo = useCallback((instant: number) => setWanted(instant), []);
  return { instant: wanted ?? at ?? undefined, moveTo };
}
