'use client';

import { SegmentedControl } from '@mantine/core';
import { lensChoices, lensKeys, lensNames, lensQuestions } from '@/lib/client/lens';
import { useViewState } from '@/lib/client/use-view-state';
import classes from './lens-switch.module.css';

/** Another question to the same picture: places, selection and time stay. */
export function LensSwitch() {
  const { view, setView } = useViewState();
  return (
    <div className={classes.lens} title={lensQuestions[view.lens]}>
      <SegmentedControl
        size="xs"
        aria-label="Lens"
        value={view.lens}
        data={lensChoices.map((value) => ({
          value,
          label: <span title={`${lensQuestions[value]} (${lensKeys[value]})`}>{lensNames[value]}</span>,
        }))}
        onChange={(value) => void setView({ lens: value })}
        data-testid="lens-switch"
      />
    </div>
  );
}
