import { useMediaQuery } from '@mantine/hooks';
import { usePreferences } from '@/lib/client/use-preferences';

/** Whether the summary stands beside the graph: the person's choice, else where there is room. */
export function useSummaryOpen() {
  const { preferences, change } = usePreferences();
  const wide = useMediaQuery('(min-width: 1101px)', true, { getInitialValueInEffect: true });
  return {
    open: preferences.summaryOpen ?? wide,
    show: () => change({ summaryOpen: true }),
    close: () => change({ summaryOpen: false }),
  };
}
