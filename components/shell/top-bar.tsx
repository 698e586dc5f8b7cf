'use client';

import type { GraphAnswer } from '@/lib/contracts/graph';
import { IconButton } from '@/components/ui/icon-button';
import { DisplayControls } from './display-controls';
import { ExportMenu } from './export-menu';
import { FindBox } from './find-box';
import { LevelSelect } from './level-select';
import { NamespacePicker } from './namespace-picker';
import { PlacesMenu } from './places-menu';
import { RefreshControls } from './refresh-controls';
import type { ExportCanvas } from './save-export';
import { ThemeToggle } from './theme-toggle';
import classes from './top-bar.module.css';
import { ViewSwitch } from './view-switch';
import { WindowSelect } from './window-select';

export interface TopBarProps {
  readonly graph: GraphAnswer | undefined;
  readonly fetching: boolean;
  readonly onFind: (nodeId: string) => void;
  readonly onRefreshNow: () => void;
  readonly onTogglePause: () => void;
  readonly onHelp: () => void;
  readonly canvas: ExportCanvas | undefined;
}

/** One bar for what is asked (left) and how it is looked at (right). */
export function TopBar(props: TopBarProps) {
  return (
    <header className={classes.bar} data-testid="top-bar">
      <PlacesMenu />
      <NamespacePicker />
      <LevelSelect />
      <WindowSelect />
      <DisplayControls />
      <div className={classes.gap} />
      <FindBox graph={props.graph} onFind={props.onFind} />
      <ViewSwitch />
      <ExportMenu graph={props.graph} canvas={props.canvas} />
      <RefreshControls
        fetching={props.fetching}
        onRefreshNow={props.onRefreshNow}
        onTogglePause={props.onTogglePause}
      />
      <div className={classes.tail}>
        <ThemeToggle />
        <IconButton icon="help" label="Keys and help (?)" onClick={props.onHelp} testId="help" />
      </div>
    </header>
  );
}
