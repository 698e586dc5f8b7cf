'use client';

import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import type { HistoryAnswer } from '@/lib/contracts/history';
import { formatBytesPerSecond, formatRate } from '@/lib/client/format-numbers';
import { formatInstant } from '@/lib/client/format-time';

const HEIGHT = 130;

export interface HistoryChartProps {
  readonly history: HistoryAnswer;
  readonly colorScheme: 'light' | 'dark';
  /** What the drawing says, for those who do not see it. */
  readonly description: string;
}

/** Rate and errors over the window. Gaps are gaps: a missing sample is not a zero. */
export function HistoryChart({ history, colorScheme, description }: HistoryChartProps) {
  // Colours and units are read only when the plot is made: new ones need a new plot.
  return (
    <figure aria-label={description} data-testid="history-chart" style={{ margin: 0 }}>
      <Plot key={`${colorScheme} ${history.unit}`} history={history} />
    </figure>
  );
}

function Plot({ history }: { history: HistoryAnswer }) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot>(undefined);
  const { unit } = history;

  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    const chart = new UPlot(buildOptions(element, unit), [[]], element);
    plot.current = chart;
    const observer = new ResizeObserver(() => {
      if (element.clientWidth > 0) chart.setSize({ width: element.clientWidth, height: HEIGHT });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.destroy();
      plot.current = undefined;
    };
  }, [unit]);

  useEffect(() => {
    plot.current?.setData(readData(history));
  }, [history]);

  return <div ref={place} />;
}

function readData(history: HistoryAnswer): UPlot.AlignedData {
  const find = (name: 'rate' | 'errorRate') =>
    history.series.find((series) => series.name === name)?.values ?? history.timestamps.map(() => null);
  return [history.timestamps, find('rate'), find('errorRate')];
}

function buildOptions(element: HTMLElement, unit: HistoryAnswer['unit']): UPlot.Options {
  const style = getComputedStyle(element);
  const read = (token: string) => style.getPropertyValue(token).trim();
  const format = unit === 'bytes' ? formatBytesPerSecond : formatRate;
  const axis = {
    stroke: read('--tt-text-dim'),
    font: '11px system-ui, sans-serif',
    ticks: { show: false },
    grid: { stroke: read('--tt-line'), width: 1 },
  };
  return {
    width: Math.max(element.clientWidth, 100),
    height: HEIGHT,
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, y: false },
    scales: { y: { range: (_plot, _low, high) => [0, high > 0 ? high * 1.1 : 1] } },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 22,
        space: 48,
        values: (_plot, splits) => splits.map(formatClock),
      },
      { ...axis, size: 72, space: 36, values: (_plot, splits) => splits.map((value) => format(value)) },
    ],
    series: [
      {},
      { label: 'rate', stroke: read('--tt-accent'), width: 1.75, points: { show: false } },
      { label: 'errors', stroke: read('--tt-failing'), width: 1.75, dash: [5, 3], points: { show: false } },
    ],
  };
}

function formatClock(unixSeconds: number): string {
  return formatInstant(unixSeconds, unixSeconds * 1_000).slice(0, 5);
}
