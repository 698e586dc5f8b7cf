import type { EdgeChangeWords } from '@/lib/client/edge-changes';
import { changeMeanings, changeOrder, changeSigns, changeWords } from '@/lib/client/what-if-words';
import { Part } from '../graph-legend';
import classes from '../graph-legend.module.css';
import { changeLines } from './change-lens';

const DASHES = { solid: undefined, dashed: '5 3', dotted: '1.5 2.5' } as const;

export interface ChangeLegendProps {
  readonly changes: ReadonlyMap<string, EdgeChangeWords>;
  /** Whether edges are drawn of which the answer does not tell. */
  readonly hasUntold: boolean;
}

/** What colours and signs mean in the picture of a change: of what is on the canvas, and only that. */
export function ChangeLegend({ changes, hasUntold }: ChangeLegendProps) {
  const shown = new Set([...changes.values()].map(({ verdict }) => verdict));
  return (
    <section className={classes.legend} aria-label="Legend of the change">
      <Part title="An edge">
        {[
          ...changeOrder
            .filter((verdict) => shown.has(verdict))
            .map((verdict) => {
              const { colour, style } = changeLines[verdict];
              return (
                <li key={verdict}>
                  <Line colour={`var(--tt-${colour})`} dashes={DASHES[style]} />
                  <span className={classes.badge} aria-hidden="true">
                    {changeSigns[verdict]}
                  </span>
                  <span>
                    <strong>{changeWords[verdict]}</strong>: {changeMeanings[verdict]}
                  </span>
                </li>
              );
            }),
          ...(hasUntold
            ? [
                <li key="untold">
                  <Line colour="var(--tt-idle)" dashes={undefined} /> was not evaluated
                </li>,
              ]
            : []),
        ]}
      </Part>
    </section>
  );
}

function Line({ colour, dashes }: { colour: string; dashes: string | undefined }) {
  return (
    <svg viewBox="0 0 26 10" width="26" height="10" aria-hidden="true">
      <line x1="1" y1="5" x2="25" y2="5" stroke={colour} strokeWidth="2" strokeDasharray={dashes} />
    </svg>
  );
}
