import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef } from 'react';
import UPlot from 'uplot';

/**
 * Keeps a plot as wide as its place and with the newest data. Options are read once for each `key`: colours and units
 * cannot be changed in a plot that exists.
 */
export function usePlot(
  data: UPlot.AlignedData,
  height: number,
  key: string,
  buildOptions: (element: HTMLElement) => UPlot.Options,
) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot>(undefined);

  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    const chart = new UPlot(buildOptions(element), [[]], element);
    plot.current = chart;
    const observer = new ResizeObserver(() => {
      if (element.clientWidth > 0) chart.setSize({ width: element.clientWidth, height });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.destroy();
      plot.current = undefined;
    };
    // oxlint-disable-next-line react/exhaustive-deps -- see above
  }, [key, height]);

  useEffect(() => {
    plot.current?.setData(data);
  }, [data, key]);

  return place;
}
