import { FailureText } from '@/components/ui/failure-text';
import { splitMeanings, splitOrder, splitWords } from '@/lib/client/routing-words';
import type { KnownSplits } from '@/lib/client/use-graph-splits';
import { Part } from '../graph-legend';
import classes from '../graph-legend.module.css';
import { splitColours, splitSigns } from './split-signs';

/** What colours and signs mean in the lens for splits: of what is on the canvas, and only that. */
export function SplitsLegend({ splits, error }: KnownSplits) {
  if (splits === undefined)
    return (
      <section className={classes.legend} aria-label="Legend of splits">
        {error === undefined ? 'Asking for routes.' : <FailureText error={error} />}
      </section>
    );
  const shown = new Set([
    ...splits.nodes.values(),
    ...[...splits.edges.values()].map(({ rule }) => rule.verdict),
  ]);
  return (
    <section className={classes.legend} aria-label="Legend of splits">
      <Part title={shown.size === 0 ? 'No split is on the canvas' : 'A split is'}>
        {splitOrder
          .filter((verdict) => shown.has(verdict))
          .map((verdict) => {
            const colour = `var(--tt-${splitColours[verdict]})`;
            return (
              <li key={verdict}>
                <span
                  className={classes.badge}
                  style={{ color: colour, borderColor: colour }}
                  aria-hidden="true"
                >
                  {splitSigns[verdict]}
                </span>
                <span>
                  <strong>{splitWords[verdict]}</strong>: {splitMeanings[verdict]}
                </span>
              </li>
            );
          })}
      </Part>
    </section>
  );
}
