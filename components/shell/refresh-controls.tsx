'use client';

import { IconButton } from '@/components/ui/icon-button';
import { type RefreshChoice, refreshChoices } from '@/lib/client/refresh-pace';
import { useViewState } from '@/lib/client/use-view-state';
import { ChoiceSelect } from './choice-select';
import classes from './refresh-controls.module.css';

export interface RefreshControlsProps {
  readonly fetching: boolean;
  readonly onRefreshNow: () => void;
  readonly onTogglePause: () => void;
}

/** How often the graph is asked for, pause and "now". The pause is in the address. */
export function RefreshControls({ fetching, onRefreshNow, onTogglePause }: RefreshControlsProps) {
  const { view, setView } = useViewState();
  const paused = view.refresh === 'off';
  return (
    <div className={classes.row}>
      <ChoiceSelect<RefreshChoice>
        label="Refresh"
        value={view.refresh}
        choices={refreshChoices.map((value) => ({
          value,
          label: value === 'off' ? 'Paused' : `Every ${value}`,
        }))}
        onChoose={(refresh) => void setView({ refresh })}
        testId="refresh-select"
        width={100}
      />
      <IconButton
        icon={paused ? 'play' : 'pause'}
        label={paused ? 'Resume refreshing (p)' : 'Pause refreshing (p)'}
        onClick={onTogglePause}
        pressed={paused}
        testId="pause"
      />
      <span className={fetching ? classes.spinning : undefined} aria-busy={fetching}>
        <IconButton icon="refresh" label="Refresh now (r)" onClick={onRefreshNow} testId="refresh-now" />
      </span>
    </div>
  );
}
