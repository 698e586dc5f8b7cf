'use client';

import { useMemo } from 'react';
import type UPlot from 'uplot';
import type { HistoryAnswer } from '@/lib/contracts/history';
import { formatBytesPerSecond, formatRate } from '@/lib/client/format-numbers';
import { readPlotStyle } from './plot-style';
import { usePlot } from './use-plot';

const HEIGHT = 130;

export interface HistoryChartProps {
  readonly history: HistoryAnswer;
  readonly colorScheme: 'light' | 'dark';
  /** What the drawing says, for those who do not see it. */
  readonly description: string;
}

/** Rate and errors over the window. Gaps are gaps: a missing sample is not a zero. */
export function HistoryChart({ history, colorScheme, description }: HistoryChartProps) {
  const data = useMemo(() => readData(history), [history]);
  const { unit } = history;
  const place = usePlot(data, HEIGHT, `${colorScheme} ${unit}`, (element) => buildOptions(element, unit));
  return (
    <figure aria-label={description} data-testid="history-chart" style={{ margin: 0 }}>
      <div ref={place} />
    </figure>
  );
}

function readData(history: HistoryAnswer): UPlot.AlignedData {
  const find = (name: 'rate' | 'errorRate') =>
    history.series.find((series) => series.name === name)?.values ?? history.timestamps.map(() => null);
  return [history.timestamps, find('rate'), find('errorRate')];
}

function buildOptions(element: HTMLElement, unit: HistoryAnswer['unit']): UPlot.Options {
  const { read, axis, times } = readPlotStyle(element);
  const format = unit === 'bytes' ? formatBytesPerSecond : formatRate;
  return {
    width: Math.max(element.clientWidth, 100),
    height: HEIGHT,
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, y: false },
    scales: { y: { range: (_plot, _low, high) => [0, high > 0 ? high * 1.1 : 1] } },
    axes: [
      times,
      { ...axis, size: 72, space: 36, values: (_plot, splits) => splits.map((value) => format(value)) },
    ],
    series: [
      {},
      { label: 'rate', stroke: read('--tt-accent'), width: 1.75, points: { show: false } },
      { label: 'errors', stroke: read('--tt-failing'), width: 1.75, dash: [5, 3], points: { show: false } },
    ],
  };
}
