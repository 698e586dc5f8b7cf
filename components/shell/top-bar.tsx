'use client';

import type { GraphAnswer } from '@/lib/contracts/graph';
import { IconButton } from '@/components/ui/icon-button';
import type { LookedThrough } from '@/lib/client/look-through';
import type { Selection } from '@/lib/client/selection';
import { DisplayControls } from './display-controls';
import { ExportMenu } from './export-menu';
import { FindField } from './find-field';
import { HideControl } from './hide-control';
import { LevelSelect } from './level-select';
import { NamespacePicker } from './namespace-picker';
import { PlacesMenu } from './places-menu';
import { RefreshControls } from './refresh-controls';
import type { ExportCanvas } from './save-export';
import { SessionMark } from './session-mark';
import { ThemeToggle } from './theme-toggle';
import classes from './top-bar.module.css';
import { ViewSwitch } from './view-switch';
import { WindowSelect } from './window-select';

export interface TopBarProps {
  readonly graph: GraphAnswer | undefined;
  readonly looked: LookedThrough | undefined;
  readonly selection: Selection | undefined;
  readonly fetching: boolean;
  readonly onSelect: (selection: Selection) => void;
  /** Selects, and takes the keyboard into the panel. */
  readonly onOpen: (selection: Selection) => void;
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
      <FindField
        looked={props.looked}
        selection={props.selection}
        onSelect={props.onSelect}
        onOpen={props.onOpen}
      />
      <HideControl graph={props.graph} />
      <ViewSwitch />
      <ExportMenu graph={props.graph} canvas={props.canvas} />
      <RefreshControls
        fetching={props.fetching}
        onRefreshNow={props.onRefreshNow}
        onTogglePause={props.onTogglePause}
      />
      <div className={classes.tail}>
        <SessionMark />
        <ThemeToggle />
        <IconButton icon="help" label="Keys and help (?)" onClick={props.onHelp} testId="help" />
      </div>
    </header>
  );
}
