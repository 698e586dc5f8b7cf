'use client';

import { useMemo } from 'react';
import type UPlot from 'uplot';
import { formatShare } from '@/lib/client/format-numbers';
import { readPlotStyle } from './plot-style';
import { shareLine } from './share-lines';
import { usePlot } from './use-plot';

const HEIGHT = 150;

export interface ShareChartProps {
  /** Unix seconds. */
  readonly times: readonly number[];
  /** For each line a share from 0 to 1 at every time; null where nothing was counted. */
  readonly shares: readonly (readonly (number | null)[])[];
  /** What is declared for each line now. */
  readonly declared: readonly number[];
  /** Unix seconds of changes, drawn as upright lines. */
  readonly changes: readonly number[];
  readonly colorScheme: 'light' | 'dark';
  /** What the drawing says, for those who do not see it. */
  readonly description: string;
}

/** Shares over time with what is declared as thin level lines, and the moments of change. Gaps are gaps. */
export function ShareChart({ times, shares, declared, changes, colorScheme, description }: ShareChartProps) {
  const data = useMemo(
    (): UPlot.AlignedData => [[...times], ...shares.map((line) => [...line])],
    [times, shares],
  );
  const marks = `${declared.join(' ')} ${changes.join(' ')}`;
  const place = usePlot(data, HEIGHT, `${colorScheme} ${shares.length} ${marks}`, (element) =>
    buildOptions(element, declared, changes),
  );
  return (
    <figure aria-label={description} data-testid="share-chart" style={{ margin: 0 }}>
      <div ref={place} />
    </figure>
  );
}

function buildOptions(
  element: HTMLElement,
  declared: readonly number[],
  changes: readonly number[],
): UPlot.Options {
  const { read, axis, times } = readPlotStyle(element);
  return {
    width: Math.max(element.clientWidth, 100),
    height: HEIGHT,
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, y: false },
    scales: { y: { range: [0, 1] } },
    axes: [
      times,
      { ...axis, size: 48, space: 30, values: (_plot, splits) => splits.map((value) => formatShare(value)) },
    ],
    series: [
      {},
      ...declared.map((_share, index) => {
        const { token, dash } = shareLine(index);
        return { stroke: read(token), width: 1.75, dash: [...dash], points: { show: false } };
      }),
    ],
    hooks: {
      draw: [
        ({ ctx, bbox, valToPos }) => {
          ctx.save();
          ctx.lineWidth = devicePixelRatio;
          for (const [index, share] of declared.entries()) {
            ctx.strokeStyle = read(shareLine(index).token);
            ctx.globalAlpha = 0.5;
            drawLine(
              ctx,
              [bbox.left, valToPos(share, 'y', true)],
              [bbox.left + bbox.width, valToPos(share, 'y', true)],
            );
          }
          ctx.globalAlpha = 1;
          ctx.strokeStyle = read('--tt-text');
          for (const change of changes) {
            const x = valToPos(change, 'x', true);
            if (x >= bbox.left && x <= bbox.left + bbox.width)
              drawLine(ctx, [x, bbox.top], [x, bbox.top + bbox.height]);
          }
          ctx.restore();
        },
      ],
    },
  };
}

type Point = readonly [x: number, y: number];

function drawLine(ctx: CanvasRenderingContext2D, from: Point, to: Point): void {
  ctx.beginPath();
  ctx.moveTo(...from);
  ctx.lineTo(...to);
  ctx.stroke();
}
