'use client';

import { VisuallyHidden } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { GraphAnswer } from '@/lib/contracts/graph';
import { describeHealthChange } from '@/lib/client/graph-summary';

/** Speaks changes of health to screen readers, at most one sentence per answer. */
export function HealthAnnouncer({ graph }: { graph: GraphAnswer | undefined }) {
  const before = useRef<GraphAnswer>(undefined);
  const [sentence, setSentence] = useState('');
  useEffect(() => {
    if (!graph) return;
    const change = describeHealthChange(before.current, graph);
    before.current = graph;
    if (change) setSentence(change);
  }, [graph]);
  return (
    <VisuallyHidden aria-live="polite" data-testid="announcer">
      {sentence}
    </VisuallyHidden>
  );
}
