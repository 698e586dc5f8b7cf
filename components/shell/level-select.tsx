'use client';

import { useViewState } from '@/lib/client/use-view-state';
import { ChoiceSelect } from './choice-select';

const LEVELS = [
  { value: 'versionedApp', label: 'Versioned apps' },
  { value: 'app', label: 'Apps' },
  { value: 'workload', label: 'Workloads' },
  { value: 'service', label: 'Services' },
] as const;

/** What a node of the graph stands for. */
export function LevelSelect() {
  const { view, setView } = useViewState();
  return (
    <ChoiceSelect
      label="Graph type"
      value={view.level}
      choices={LEVELS}
      onChoose={(level) => void setView({ level })}
      testId="level-select"
      width={132}
    />
  );
}
