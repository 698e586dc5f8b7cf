'use client';

import { ActionIcon, Popover, Switch } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Icon } from '@/components/ui/icon';
import { useState } from 'react';
import { useViewState } from '@/lib/client/use-view-state';
import { ChoiceSelect } from './choice-select';
import classes from './display-controls.module.css';

const LABELS = [
  { value: 'rate', label: 'Labels: rate' },
  { value: 'errors', label: 'Labels: errors' },
  { value: 'latency', label: 'Labels: latency' },
  { value: 'none', label: 'No labels' },
] as const;

/** How the graph is drawn: in the bar where there is room, behind one button where there is not. */
export function DisplayControls() {
  const narrow = useMediaQuery('(max-width: 1279px)', false, { getInitialValueInEffect: true });
  const [open, setOpen] = useState(false);
  if (!narrow) {
    return (
      <div className={classes.row}>
        <Controls />
      </div>
    );
  }
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus shadow="md">
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          c="var(--tt-text)"
          size={30}
          aria-label="Display"
          title="Display"
          onClick={() => setOpen(!open)}
          data-testid="display-controls"
        >
          <Icon name="sliders" />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={classes.column}>
          <Controls />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

function Controls() {
  const { view, setView } = useViewState();
  return (
    <>
      <ChoiceSelect
        label="Edge labels"
        value={view.labels}
        choices={LABELS}
        onChoose={(labels) => void setView({ labels })}
        testId="edge-labels-select"
        width={126}
      />
      <Switch
        size="xs"
        label="Service nodes"
        checked={view.serviceNodes}
        onChange={({ currentTarget }) => void setView({ serviceNodes: currentTarget.checked })}
        data-testid="service-nodes-switch"
      />
      <Switch
        size="xs"
        label="Idle"
        title="Show what had no traffic in the window"
        checked={view.idle}
        onChange={({ currentTarget }) => void setView({ idle: currentTarget.checked })}
        data-testid="idle-switch"
      />
    </>
  );
}
