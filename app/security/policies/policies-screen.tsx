'use client';

import dynamic from 'next/dynamic';
import { useCallback } from 'react';
import { SidePanel } from '@/components/panels/side-panel';
import { usePanelFocus } from '@/components/panels/use-panel-focus';
import { permissionColumns, policyColumns } from '@/components/policy/policy-columns';
import { POLICY_SEARCH_ID } from '@/components/policy/policy-filters';
import { ListPage } from '@/components/shell/list-page';
import { usePageKeys } from '@/components/shell/use-page-keys';
import { useSortedRows } from '@/components/ui/use-sorted-rows';
import { findPolicyPart } from '@/lib/client/find-policy-part';
import { printPolicyPart } from '@/lib/client/policy-view';
import { useLiveChanges } from '@/lib/client/use-live-changes';
import { useObservedPolicies } from '@/lib/client/use-observed-policies';
import { usePause } from '@/lib/client/use-pause';
import { usePolicyLists } from '@/lib/client/use-policy-lists';
import { usePolicyView } from '@/lib/client/use-policy-view';
import { useViewState } from '@/lib/client/use-view-state';
import { PoliciesMain } from './policies-main';

const PolicyDetails = dynamic(
  () => import('@/components/policy/policy-details').then((file) => file.PolicyDetails),
  { ssr: false },
);

const KINDS = { workload: 'Workload', pair: 'Who calls whom', rule: 'Permission' } as const;
/** Room for the lines of a policy. */
const DETAILS_WIDTH = 480;

/** Who may talk to whom beside who does: bar, sources, the whole in a sentence, a list, and what is opened beside it. */
export function PoliciesScreen() {
  const { view } = useViewState();
  const { shown, setShown } = usePolicyView();
  const { namespaces, window: windowSeconds, at, refresh } = view;
  const policies = useObservedPolicies({ namespaces, windowSeconds, at }, refresh);
  useLiveChanges(refresh !== 'off');
  const togglePause = usePause();
  const { answer, refreshNow } = policies;
  const lists = usePolicyLists(answer, shown);
  const sort = shown.sort ?? undefined;
  const workloads = useSortedRows(lists.workloads, policyColumns, sort);
  const permissions = useSortedRows(lists.permissions, permissionColumns, sort);
  const opened = answer && shown.open ? findPolicyPart(answer, shown.open) : undefined;
  usePanelFocus(opened && shown.open ? printPolicyPart(shown.open) : undefined);
  const close = useCallback(() => void setShown({ open: null }), [setShown]);
  usePageKeys({
    '/': () => document.getElementById(POLICY_SEARCH_ID)?.focus(),
    r: refreshNow,
    p: togglePause,
    ...(shown.open ? { Escape: close } : {}),
  });

  return (
    <ListPage title="Policies" kept={policies} onTogglePause={togglePause} testId="policies-page">
      <PoliciesMain policies={policies} lists={{ ...lists, workloads, permissions }} />
      {answer && opened ? (
        <SidePanel kind={KINDS[opened.kind]} title={opened.title} onClose={close} leastWidth={DETAILS_WIDTH}>
          <PolicyDetails opened={opened} answer={answer} onOpen={(open) => void setShown({ open })} />
        </SidePanel>
      ) : null}
    </ListPage>
  );
}
