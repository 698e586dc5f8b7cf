import { useEffect, useState } from 'react';
import { readPreferences, writePreferences } from '@/lib/client/preferences';

const WIDE = '(min-width: 1101px)';

/** Whether the summary stands beside the graph: the person's choice, else where there is room. */
export function useSummaryOpen() {
  const [open, setOpen] = useState(false);
  useEffect(() => setOpen(readPreferences().summaryOpen ?? window.matchMedia(WIDE).matches), []);
  const choose = (summaryOpen: boolean) => {
    setOpen(summaryOpen);
    writePreferences({ summaryOpen });
  };
  return { open, show: () => choose(true), close: () => choose(false) };
}
