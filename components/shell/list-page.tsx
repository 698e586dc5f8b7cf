'use client';

import type { ReactNode } from 'react';
import { ListNotice, type ListNoticeProps } from '@/components/ui/list-notice';
import { MAIN_ID } from '@/components/ui/main-id';
import type { ListState } from '@/lib/client/list-state';
import type { KeptAnswer } from '@/lib/client/use-kept-answer';
import { useViewState } from '@/lib/client/use-view-state';
import { AnswerBanners } from './answer-banners';
import { AnswerStrip, type AnswerOrigin } from './answer-strip';
import classes from './list-page.module.css';
import { NamespacePicker } from './namespace-picker';
import { PlacesMenu } from './places-menu';
import { RefreshControls } from './refresh-controls';
import { SessionMark } from './session-mark';
import { ThemeToggle } from './theme-toggle';
import { WindowSelect } from './window-select';

export interface ListPageProps {
  readonly title: string;
  readonly kept: KeptAnswer<AnswerOrigin>;
  /** What was seen before is still shown although Prometheus cannot be asked. */
  readonly isSeenKept?: boolean;
  /** Absent where a page asks only when it is told to. */
  readonly onTogglePause?: () => void;
  /** What else the bar offers. */
  readonly tools?: ReactNode;
  /** The list, and what is opened beside it. */
  readonly children: ReactNode;
  readonly testId: string;
}

/** A page without a graph: bar, sources, what is wrong, and a list. */
export function ListPage(props: ListPageProps) {
  const { title, kept, isSeenKept = false, onTogglePause, tools, children, testId } = props;
  const { view, setView } = useViewState();
  const { answer, error, fetching, refreshNow } = kept;
  return (
    <div className={classes.screen} data-testid={testId}>
      <header className={classes.bar} data-testid="top-bar">
        <PlacesMenu />
        <h1>{title}</h1>
        <NamespacePicker />
        <WindowSelect />
        {tools}
        <span className={classes.gap} />
        {onTogglePause === undefined ? null : (
          <RefreshControls fetching={fetching} onRefreshNow={refreshNow} onTogglePause={onTogglePause} />
        )}
        <SessionMark />
        <ThemeToggle />
      </header>
      <AnswerStrip answer={answer} lost={error !== undefined || !fetching} />
      <AnswerBanners
        kept={kept}
        isSeenKept={isSeenKept}
        at={view.at}
        onReset={(parameter) => void setView({ [parameter]: null })}
      />
      <div className={classes.content}>{children}</div>
    </div>
  );
}

export interface ListMainProps {
  readonly stale: boolean;
  readonly children: ReactNode;
}

/** What stands above a list, and the list or what stands in its place. */
export function ListMain({ stale, children }: ListMainProps) {
  return (
    <main id={MAIN_ID} tabIndex={-1} className={classes.main} data-stale={stale}>
      {children}
    </main>
  );
}

/** The room that what stands above it leaves: for a list, or with what is said in the middle of it. */
export function ListPart({ isMiddle = false, children }: { isMiddle?: boolean; children: ReactNode }) {
  return <div className={isMiddle ? classes.middle : classes.table}>{children}</div>;
}

export interface ListBodyProps extends Omit<ListNoticeProps, 'state' | 'onAllNamespaces' | 'onReset'> {
  /** Why there is no list; undefined where there is one. */
  readonly state: ListState | undefined;
  /** What chooses the rows. */
  readonly filters: ReactNode;
  readonly table: ReactNode;
}

/** The list with what chooses its rows, or what stands in its place. */
export function ListBody({ state, filters, table, ...notice }: ListBodyProps) {
  const { setView } = useViewState();
  if (state === undefined)
    return (
      <>
        {filters}
        <ListPart>{table}</ListPart>
      </>
    );
  return (
    <ListPart isMiddle>
      <ListNotice
        {...notice}
        state={state}
        onAllNamespaces={() => void setView({ namespaces: 'all' })}
        onReset={(parameter) => void setView({ [parameter]: null })}
      />
    </ListPart>
  );
}
