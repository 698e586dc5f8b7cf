'use client';

import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { FailureNotice } from '@/components/ui/failure-notice';
import { IconButton } from '@/components/ui/icon-button';
import { MAIN_ID } from '@/components/ui/main-id';
import { doctorQuery } from '@/lib/client/queries/doctor';
import { statusQuery } from '@/lib/client/queries/status';
import { makeVisible } from '@/lib/client/visible-text';
import { DoctorSection } from './doctor-section';
import { FoundSources } from './found-sources';
import { PlacesMenu } from './places-menu';
import classes from './status-screen.module.css';
import { StatusSources } from './status-sources';
import { RecordedMetrics } from './recorded-metrics';
import { SessionMark } from './session-mark';
import { ThemeToggle } from './theme-toggle';
import { usePageKeys } from './use-page-keys';
import { WatchedKinds } from './watched-kinds';

/** What is configured and what is reachable, down to each kind of object. */
export function StatusScreen() {
  const { data, error, failureReason, isFetching, refetch } = useQuery(statusQuery());
  const doctor = useQuery(doctorQuery());
  const failure = error ?? failureReason;
  const refreshNow = () => {
    void refetch();
    void doctor.refetch();
  };
  usePageKeys({ r: refreshNow });
  return (
    <main id={MAIN_ID} tabIndex={-1} className={classes.page} data-testid="status-page">
      <header className={classes.head}>
        <PlacesMenu />
        <h1>Status</h1>
        {data ? <span className={classes.dim}>Telltale {makeVisible(data.version)}</span> : null}
        <span className={classes.gap} />
        <span aria-busy={isFetching}>
          <IconButton icon="refresh" label="Refresh now (r)" onClick={refreshNow} testId="refresh-now" />
        </span>
        <SessionMark />
        <ThemeToggle />
      </header>
      {failure ? (
        <FailureNotice error={failure} onRetry={() => void refetch()} testId="status-failure">
          {data ? <p>Below is what was known before.</p> : null}
        </FailureNotice>
      ) : null}
      {data ? (
        <>
          <DoctorSection
            answer={doctor.data}
            error={doctor.error ?? doctor.failureReason}
            onRetry={() => void doctor.refetch()}
          />
          <StatusSources status={data} scrapeIntervalSeconds={doctor.data?.scrapeIntervalSeconds} />
          <FoundSources findings={data.findings} />
          <RecordedMetrics rules={data.prometheus.recordingRules} />
          <WatchedKinds kubernetes={data.kubernetes} />
        </>
      ) : failure ? null : (
        <Skeleton height={220} data-testid="status-skeleton" />
      )}
    </main>
  );
}
