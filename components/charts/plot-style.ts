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
  return { read, axis };
}
