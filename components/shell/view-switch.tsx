'use client';

import { SegmentedControl } from '@mantine/core';
import { useViewState } from '@/lib/client/use-view-state';
import { viewChoices } from '@/lib/client/url-state';

const VIEW_LABELS = { graph: 'Graph', table: 'Table' } as const;

/** The same facts as a picture or as a table. */
export function ViewSwitch() {
  const { view, setView } = useViewState();
  return (
    <SegmentedControl
      size="xs"
      aria-label="View"
      value={view.view}
      data={viewChoices.map((value) => ({ value, label: VIEW_LABELS[value] }))}
      onChange={(value) => void setView({ view: value })}
      data-testid="view-switch"
    />
  );
}
