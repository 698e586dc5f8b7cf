'use client';

import { useViewState } from '@/lib/client/use-view-state';
import { parseDurationSeconds, printDuration } from '@/lib/core/mesh/duration';
import { ChoiceSelect } from './choice-select';

const WINDOWS = ['1m', '2m', '5m', '10m', '30m', '1h', '3h', '6h', '12h', '1d'];

/** How far back the rates reach. Any other duration can be given in the address. */
export function WindowSelect() {
  const { view, setView } = useViewState();
  const current = printDuration(view.window);
  const windows = WINDOWS.includes(current) ? WINDOWS : [...WINDOWS, current];
  return (
    <ChoiceSelect
      label="Time window"
      value={current}
      choices={windows.map((value) => ({ value, label: `Last ${value}` }))}
      onChoose={(text) => void setView({ window: parseDurationSeconds(text) ?? null })}
      testId="window-select"
      width={96}
    />
  );
}
