'use client';

import { ActionIcon, Popover, Switch } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Icon } from '@/components/ui/icon';
import { useState } from 'react';
import { usePreferences } from '@/lib/client/use-preferences';
import { useViewState } from '@/lib/client/use-view-state';
import { ChoiceSelect } from './choice-select';
import classes from './display-controls.module.css';
import { LabelChecks, LabelPicker } from './label-picker';

const GRPC_RATES = [
  { value: 'requests', label: 'gRPC: requests' },
  { value: 'sent', label: 'gRPC: messages sent' },
  { value: 'received', label: 'gRPC: messages received' },
  { value: 'total', label: 'gRPC: all messages' },
  { value: 'none', label: 'gRPC: not shown' },
] as const;
const TCP_RATES = [
  { value: 'total', label: 'TCP: bytes both ways' },
  { value: 'sent', label: 'TCP: bytes sent' },
  { value: 'received', label: 'TCP: bytes received' },
  { value: 'none', label: 'TCP: not shown' },
] as const;

/** What is counted and drawn: the labels in the bar where there is room, all else behind one button. */
export function DisplayControls() {
  const narrow = useMediaQuery('(max-width: 1279px)', false, { getInitialValueInEffect: true });
  const [open, setOpen] = useState(false);
  return (
    <div className={classes.row}>
      {narrow ? null : <LabelPicker />}
      <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus returnFocus shadow="md">
        <Popover.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            c="var(--tt-text)"
            size={30}
            aria-label="Display"
            title="What is counted and drawn"
            onClick={() => setOpen(!open)}
            data-testid="display-controls"
          >
            <Icon name="sliders" />
          </ActionIcon>
        </Popover.Target>
        <Popover.Dropdown>
          <div className={classes.column}>
            {narrow ? <LabelChecks /> : null}
            <TrafficSelects />
            <DrawnSwitches />
            <AnimationSwitch />
          </div>
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}

function TrafficSelects() {
  const { view, setView } = useViewState();
  return (
    <>
      <ChoiceSelect
        label="What is counted of gRPC"
        value={view.rateGrpc}
        choices={GRPC_RATES}
        onChoose={(rateGrpc) => void setView({ rateGrpc })}
        testId="rate-grpc-select"
        width={190}
      />
      <ChoiceSelect
        label="What is counted of TCP"
        value={view.rateTcp}
        choices={TCP_RATES}
        onChoose={(rateTcp) => void setView({ rateTcp })}
        testId="rate-tcp-select"
        width={190}
      />
    </>
  );
}

const SWITCHES = [
  {
    name: 'serviceNodes',
    label: 'Service nodes',
    title: 'Draw services between callers and workloads',
    testId: 'service-nodes-switch',
  },
  { name: 'idle', label: 'Idle', title: 'Show what had no traffic in the window', testId: 'idle-switch' },
  {
    name: 'legs',
    label: 'Waypoints and ztunnel',
    title: 'Draw the connections that carry requests in ambient mode as edges of their own',
    testId: 'legs-switch',
  },
] as const;

function DrawnSwitches() {
  const { view, setView } = useViewState();
  return SWITCHES.map(({ name, label, title, testId }) => (
    <Switch
      key={name}
      size="xs"
      label={label}
      title={title}
      checked={view[name]}
      onChange={({ currentTarget }) => void setView({ [name]: currentTarget.checked })}
      data-testid={testId}
    />
  ));
}

/** Taste, not part of a link. Where the system asks for less motion there is none, whatever is chosen here. */
function AnimationSwitch() {
  const { preferences, change } = usePreferences();
  return (
    <Switch
      size="xs"
      label="Moving traffic"
      title="Let dots run along the busiest edges"
      checked={preferences.animation}
      onChange={({ currentTarget }) => change({ animation: currentTarget.checked })}
      data-testid="animation-switch"
    />
  );
}
