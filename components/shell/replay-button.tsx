'use client';

import { UnstyledButton } from '@mantine/core';
import { Icon } from '@/components/ui/icon';
import { useViewState } from '@/lib/client/use-view-state';
import classes from './source-strip.module.css';

export const REPLAY_BUTTON_ID = 'replay-button';
export const REPLAY_BAR_ID = 'replay-bar';

/** Opens and closes the bar to go back in time with. */
export function ReplayButton() {
  const { view, setView } = useViewState();
  const open = view.replay !== null;
  return (
    <UnstyledButton
      id={REPLAY_BUTTON_ID}
      className={classes.item}
      aria-expanded={open}
      aria-controls={open ? REPLAY_BAR_ID : undefined}
      title="Go back in time"
      onClick={() => void setView({ replay: open ? null : '1h' })}
      data-testid="replay-button"
    >
      <Icon name="replay" size={13} />
      Replay
    </UnstyledButton>
  );
}
