'use client';

import { Button, Skeleton, useComputedColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import type { HistoryAnswer } from '@/lib/contracts/history';
import { HistoryTable } from '@/components/charts/history-table';
import { Promql } from '@/components/ui/promql';
import { FailureText } from '@/components/ui/failure-text';
import { formatBytesPerSecond, formatRate } from '@/lib/client/format-numbers';
import type { GraphRequest } from '@/lib/client/queries/graph-request';
import { historyQuery } from '@/lib/client/queries/history';
import type { RefreshChoice } from '@/lib/client/refresh-pace';
import type { Selection } from '@/lib/client/selection';
import { PanelSection } from './panel-section';
import classes from './panel.module.css';

const HistoryChart = dynamic(
  () => import('@/components/charts/history-chart').then((file) => file.HistoryChart),
  {
    ssr: false,
    loading: () => <Skeleton height={130} />,
  },
);

/** What the graph asks for, and how often: the chart follows it. */
export interface HistoryScope {
  readonly request: GraphRequest;
  readonly refresh: RefreshChoice;
}

export interface HistorySectionProps {
  readonly selection: Selection;
  readonly scope: HistoryScope;
  /** What is counted, where it is not just the traffic of the selected thing. */
  readonly of?: string;
}

/** The selected thing over the last window, as a drawing or as a table. */
export function HistorySection({ selection, scope, of }: HistorySectionProps) {
  const [asTable, setAsTable] = useState(false);
  const colorScheme = useComputedColorScheme('light', { getInitialValueInEffect: true });
  const { data, error, failureReason } = useQuery(
    historyQuery(scope.request, selection, { refresh: scope.refresh }),
  );
  const failure = error ?? failureReason;
  const empty =
    data !== undefined && data.series.every(({ values }) => values.every((value) => value === null));
  return (
    <PanelSection
      title="Over time"
      testId="panel-history"
      aside={
        data === undefined || empty ? undefined : (
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => setAsTable(!asTable)}
            data-testid="history-as-table"
          >
            {asTable ? 'Show as chart' : 'Show as table'}
          </Button>
        )
      }
    >
      {of === undefined ? null : <p className={classes.dim}>{of}</p>}
      {data === undefined ? (
        failure ? (
          <FailureText error={failure} />
        ) : (
          <Skeleton height={130} />
        )
      ) : empty ? (
        <span className={classes.dim}>No samples in this window.</span>
      ) : asTable ? (
        <HistoryTable history={data} />
      ) : (
        <>
          <HistoryChart history={data} colorScheme={colorScheme} description={describeHistory(data)} />
          <div className={classes.legendLine}>
            {data.series.map(({ name }) => (
              <span key={name}>
                <span className={classes.swatch} data-name={name} />
                {name === 'rate' ? 'rate' : 'errors'}
              </span>
            ))}
          </div>
        </>
      )}
      {data === undefined || data.queries.length === 0 ? null : (
        <details className={classes.why} data-testid="panel-why">
          <summary>Why? What Prometheus was asked</summary>
          {data.queries.map(({ text }) => (
            <Promql key={text} title="Rates by reporter and outcome" text={text} at={data.at} />
          ))}
        </details>
      )}
    </PanelSection>
  );
}

function describeHistory(history: HistoryAnswer): string {
  const format = history.unit === 'bytes' ? formatBytesPerSecond : formatRate;
  const values = (history.series[0]?.values ?? []).filter((value) => value !== null);
  if (values.length === 0) return 'No samples in this window.';
  const last = values.at(-1) ?? 0;
  return `Rate over the window: lowest ${format(Math.min(...values))}, highest ${format(Math.max(...values))}, last ${format(last)}.`;
}
