import type UPlot from 'uplot';
import { formatClock } from '@/lib/client/format-time';

/** What all charts share: colours of the theme as they are now, and axes in small type. */
export function readPlotStyle(element: HTMLElement) {
  const style = getComputedStyle(element);
  const read = (token: string) => style.getPropertyValue(token).trim();
  const axis = {
    stroke: read('--tt-text-dim'),
    font: '11px system-ui, sans-serif',
    ticks: { show: false },
    grid: { stroke: read('--tt-line'), width: 1 },
  };
  const times: UPlot.Axis = {
    ...axis,
    grid: { show: false },
    size: 22,
    space: 48,
    values: (_plot, splits) => splits.map(formatClock),
  };
  return { read, axis, times };
}
