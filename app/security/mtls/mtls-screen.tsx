'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useCallback } from 'react';
import { mtlsColumns } from '@/components/mtls/mtls-columns';
import { MTLS_SEARCH_ID } from '@/components/mtls/mtls-filters';
import { SidePanel } from '@/components/panels/side-panel';
import { usePanelFocus } from '@/components/panels/use-panel-focus';
import { ListPage } from '@/components/shell/list-page';
import { usePageKeys } from '@/components/shell/use-page-keys';
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

const MtlsDetails = dynamic(() => import('@/components/mtls/mtls-details').then((file) => file.MtlsDetails), {
  ssr: false,
});

const KINDS = { mesh: 'Mesh', namespace: 'Namespace', service: 'Service', workload: 'Workload' } as const;

/** Mutual TLS of all services: bar, sources, the whole in a sentence, table, and what is opened beside it. */
export function MtlsScreen() {
  const { view } = useViewState();
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
    <ListPage title="Mutual TLS" kept={posture} onTogglePause={togglePause} testId="mtls-page">
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
    </ListPage>
  );
}

function nameOf({ kind, entry }: OpenedPart): string {
  if (kind === 'mesh') return 'The whole mesh';
  return makeVisible(kind === 'namespace' ? entry.name : `${entry.namespace}/${entry.name}`);
}
