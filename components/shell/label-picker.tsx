'use client';

import { Button, Checkbox, Popover } from '@mantine/core';
import { edgeLabelChoices, type EdgeLabel } from '@/lib/client/edge-label-choice';
import { useViewState } from '@/lib/client/use-view-state';
import classes from './display-controls.module.css';

const WORDS: Readonly<Record<EdgeLabel, string>> = {
  rate: 'Rate',
  errors: 'Errors',
  p50: 'Latency p50',
  p95: 'Latency p95',
  p99: 'Latency p99',
  throughput: 'Throughput',
  split: 'Share of the split',
  mtls: 'mTLS',
};

/** `Labels: rate`, `3 labels` and, on click, all there are. */
export function LabelPicker() {
  const { view } = useViewState();
  return (
    <Popover position="bottom-start" trapFocus shadow="md">
      <Popover.Target>
        <Button variant="default" size="xs" w={126} data-testid="edge-labels-picker" aria-label="Edge labels">
          {describeLabels(view.labels)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <LabelChecks />
      </Popover.Dropdown>
    </Popover>
  );
}

/** A box to tick for everything that can be written on edges. */
export function LabelChecks() {
  const { view, setView } = useViewState();
  const toggle = (label: EdgeLabel, chosen: boolean) =>
    setView({
      labels: edgeLabelChoices.filter((other) => (other === label ? chosen : view.labels.includes(other))),
    });
  return (
    <fieldset className={classes.choices} data-testid="edge-labels">
      <legend className={classes.legend}>On edges</legend>
      {edgeLabelChoices.map((label) => (
        <Checkbox
          key={label}
          size="xs"
          label={WORDS[label]}
          checked={view.labels.includes(label)}
          onChange={({ currentTarget }) => void toggle(label, currentTarget.checked)}
        />
      ))}
    </fieldset>
  );
}

function describeLabels(labels: readonly EdgeLabel[]): string {
  const [first] = labels;
  if (first === undefined) return 'No labels';
  return labels.length === 1
    ? `Labels: ${WORDS[first].replace(/^Latency /, '').toLowerCase()}`
    : `${labels.length} labels`;
}
