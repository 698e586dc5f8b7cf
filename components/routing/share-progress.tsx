'use client';

import { Skeleton, useComputedColorScheme } from '@mantine/core';
import dynamic from 'next/dynamic';
import { shareLine } from '@/components/charts/share-lines';
import { formatShare } from '@/lib/client/format-numbers';
import { destinationName } from '@/lib/client/routing-words';
import type { RoutedHost, RoutedRule } from '@/lib/contracts/routing';
import classes from './details.module.css';

const ShareChart = dynamic(() => import('@/components/charts/share-chart').then((file) => file.ShareChart), {
  ssr: false,
  loading: () => <Skeleton height={150} />,
});

/** How the shares of a rule went over the window, with the moments at which what decides it changed. */
export function ShareProgress({ rule, changes }: { rule: RoutedRule; changes: RoutedHost['changes'] }) {
  const colorScheme = useComputedColorScheme('light', { getInitialValueInEffect: true });
  const { progress, destinations } = rule;
  if (progress === undefined) return <Skeleton height={150} />;
  if (progress.shares.every((line) => line.every((share) => share === null)))
    return <p className={classes.dim}>Nothing was counted in this window.</p>;
  return (
    <>
      <ShareChart
        times={progress.times}
        shares={progress.shares}
        declared={destinations.map(({ share }) => share)}
        changes={changes.map(({ at }) => at)}
        colorScheme={colorScheme}
        description={describe(rule, changes.length)}
      />
      <ul className={classes.legend}>
        {destinations.map((destination, index) => {
          const { token, dash } = shareLine(index);
          return (
            <li key={destination.path}>
              <svg width="26" height="8" aria-hidden="true">
                <line
                  x1="0"
                  y1="4"
                  x2="26"
                  y2="4"
                  stroke={`var(${token})`}
                  strokeWidth="2"
                  strokeDasharray={dash.join(' ')}
                />
              </svg>{' '}
              {destinationName(destination)}
            </li>
          );
        })}
        <li className={classes.dim}>thin: declared now{changes.length === 0 ? '' : '; upright: a change'}</li>
      </ul>
    </>
  );
}

function describe({ destinations, progress }: RoutedRule, changes: number): string {
  const lines = destinations.map((destination, index) => {
    const seen = (progress?.shares[index] ?? []).filter((share) => share !== null);
    const [first, last] = [seen[0], seen.at(-1)];
    return first === undefined || last === undefined
      ? `${destinationName(destination)} unknown`
      : `${destinationName(destination)} from ${formatShare(first)} to ${formatShare(last)}`;
  });
  const marks = changes === 0 ? '' : `; ${changes} ${changes === 1 ? 'change' : 'changes'} marked`;
  return `Shares over the window: ${lines.join(', ')}${marks}.`;
}
