'use client';

import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { mtlsColumns } from '@/components/mtls/mtls-columns';
import { MtlsDetails } from '@/components/mtls/mtls-details';
import { MTLS_SEARCH_ID } from '@/components/mtls/mtls-filters';
import { SidePanel } from '@/components/panels/side-panel';
import { usePanelFocus } from '@/components/panels/use-panel-focus';
import { AnswerStrip } from '@/components/shell/answer-strip';
import { MtlsBanners } from '@/components/shell/mtls-banners';
import { NamespacePicker } from '@/components/shell/namespace-picker';
import { PlacesMenu } from '@/components/shell/places-menu';
import { RefreshControls } from '@/components/shell/refresh-controls';
import { ThemeToggle } from '@/components/shell/theme-toggle';
import { usePageKeys } from '@/components/shell/use-page-keys';
import { WindowSelect } from '@/components/shell/window-select';
import { useSortedRows } from '@/components/ui/use-sorted-rows';
import { findOpened, type OpenedPart } from '@/lib/client/find-opened';
import { printPart } from '@/lib/client/mtls-view';
import { plaintextHistoryQuery } from '@/lib/client/queries/plaintext-history';
import { useLiveChanges } from '@/lib/client/use-live-changes';
import { useMtlsPosture } from '@/lib/client/use-mtls-posture';
import { useMtlsRows } from '@/lib/client/use-mtls-rows';
import { useMtlsView } from '@/lib/client/use-mtls-view';
import { usePause } from '@/lib/client/use-pause';
import { useViewState } from '@/lib/client/use-view-state';
import { makeVisible } from '@/lib/client/visible-text';
import { MtlsMain } from './mtls-main';
import classes from './mtls-screen.module.css';

const KINDS = { mesh: 'Mesh', namespace: 'Namespace', service: 'Service', workload: 'Workload' } as const;

/** Mutual TLS of all services: bar, sources, the whole in a sentence, table, and what is opened beside it. */
export function MtlsScreen() {
  const { view, setView } = useViewState();
  const { shown, setShown } = useMtlsView();
  const { namespaces, window: windowSeconds, at, refresh } = view;
  const posture = useMtlsPosture({ namespaces, windowSeconds, at }, refresh);
  useLiveChanges(refresh !== 'off');
  const togglePause = usePause();
  const history = useQuery(plaintextHistoryQuery({ namespaces, windowSeconds, at }, shown.open !== null));
  const { answer, refreshNow } = posture;
  const { kept, total } = useMtlsRows(answer, shown);
  const rows = useSortedRows(kept, mtlsColumns, shown.sort ?? undefined);
  const opened = answer && shown.open ? findOpened(answer, shown.open) : undefined;
  usePanelFocus(opened && shown.open ? printPart(shown.open) : undefined);
  const close = useCallback(() => void setShown({ open: null }), [setShown]);
  usePageKeys({
    '/': () => document.getElementById(MTLS_SEARCH_ID)?.focus(),
    r: refreshNow,
    p: togglePause,
    ...(shown.open ? { Escape: close } : {}),
  });

  return (
    <div className={classes.screen} data-testid="mtls-page">
      <header className={classes.bar} data-testid="top-bar">
        <PlacesMenu />
        <h1>Mutual TLS</h1>
        <NamespacePicker />
        <WindowSelect />
        <span className={classes.gap} />
        <RefreshControls fetching={posture.fetching} onRefreshNow={refreshNow} onTogglePause={togglePause} />
        <ThemeToggle />
      </header>
      <AnswerStrip answer={answer} lost={posture.error !== undefined || !posture.fetching} />
      <MtlsBanners posture={posture} at={at} onGoLive={() => void setView({ at: null })} />
      <div className={classes.content}>
        <MtlsMain posture={posture} rows={rows} total={total} />
        {answer && opened ? (
          <SidePanel kind={KINDS[opened.kind]} title={nameOf(opened)} onClose={close}>
            <MtlsDetails
              opened={opened}
              window={answer.window}
              history={history.data}
              onOpen={(part) => void setShown({ open: part })}
            />
          </SidePanel>
        ) : null}
      </div>
    </div>
  );
}

function nameOf({ kind, entry }: OpenedPart): string {
  if (kind === 'mesh') return 'The whole mesh';
  return makeVisible(kind === 'namespace' ? entry.name : `${entry.namespace}/${entry.name}`);
}
