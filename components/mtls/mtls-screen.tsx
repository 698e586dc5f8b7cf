'use client';

import { Button, Skeleton, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { parseAsString, useQueryState } from 'nuqs';
import { useMemo, useState } from 'react';
import { DataTable } from '@/components/ui/data-table';
import { FailureText } from '@/components/ui/failure-text';
import { MAIN_ID } from '@/components/ui/main-id';
import { Notice } from '@/components/ui/notice';
import { filterMtlsRows, listMtlsRows, mtlsHeadline, type MtlsRow } from '@/lib/client/mtls-rows';
import { mtlsQuery } from '@/lib/client/queries/mtls';
import { describeFailure } from '@/lib/client/request-failure';
import type { TableSort } from '@/lib/client/table-sort';
import { useLiveChanges } from '@/lib/client/use-live-changes';
import { makeVisible } from '@/lib/client/visible-text';
import { mtlsColumns } from './mtls-columns';
import classes from './mtls-screen.module.css';

/** Which services must speak mutual TLS, by which policy, and what their traffic does. */
export function MtlsScreen({ aside }: { readonly aside: React.ReactNode }) {
  const { data, error, failureReason, refetch } = useQuery(mtlsQuery());
  useLiveChanges(true);
  const [search, setSearch] = useQueryState('q', parseAsString.withDefault(''));
  const [sort, setSort] = useState<TableSort>();
  const [selected, setSelected] = useState<string>();
  const rows = useMemo(() => (data ? listMtlsRows(data) : []), [data]);
  const kept = useMemo(() => filterMtlsRows(rows, search), [rows, search]);
  const failure = error ?? failureReason;
  return (
    <main id={MAIN_ID} tabIndex={-1} className={classes.page} data-testid="mtls-page">
      <header className={classes.head}>
        {aside}
        <h1>mTLS</h1>
        {data ? <p data-testid="mtls-headline">{mtlsHeadline(rows)}</p> : null}
      </header>
      {failure ? (
        <Notice
          icon="cross"
          tone="failure"
          title={makeVisible(describeFailure(failure).title)}
          testId="mtls-failure"
          actions={
            <Button size="xs" onClick={() => void refetch()}>
              Ask again
            </Button>
          }
        >
          <FailureText error={failure} />
        </Notice>
      ) : null}
      {data ? (
        <>
          <p className={classes.dim}>
            Mesh default: {data.mesh.mode}. {makeVisible(data.mesh.decidedBy.reason)}
          </p>
          <TextInput
            size="xs"
            className={classes.search}
            aria-label="Find services"
            placeholder="Find: STRICT, a namespace, a policy…"
            value={search}
            onChange={({ currentTarget }) => void setSearch(currentTarget.value || null)}
            data-testid="mtls-search"
          />
          <div className={classes.table}>
            <DataTable
              caption="Services by the mutual TLS that they ask for"
              columns={mtlsColumns}
              rows={kept}
              idOf={idOf}
              speak={speakRow}
              selectedId={selected}
              onSelect={setSelected}
              sort={sort}
              onSort={setSort}
              empty={
                rows.length === 0
                  ? 'No services are known: is Kubernetes connected?'
                  : 'No service has all of these words.'
              }
              testId="mtls-table"
            />
          </div>
        </>
      ) : failure ? null : (
        <Skeleton height={220} data-testid="mtls-skeleton" />
      )}
    </main>
  );
}

function idOf({ id }: MtlsRow): string {
  return id;
}

function speakRow({ name, namespace, mode, decidedBy, observed }: MtlsRow): string {
  return `${name} in ${namespace}: ${mode}, decided by ${decidedBy}; observed: ${observed}`;
}
