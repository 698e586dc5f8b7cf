import classes from './graph-legend.module.css';
import { healthSign } from './health-sign';
import { badges } from './node-flags';

const shapes = [
  {
    words: 'App',
    path: 'M4 1.5h8a2.5 2.5 0 0 1 2.5 2.5v8a2.5 2.5 0 0 1-2.5 2.5H4A2.5 2.5 0 0 1 1.5 12V4A2.5 2.5 0 0 1 4 1.5z',
  },
  { words: 'Workload', path: 'M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 1 1 0-13z' },
  { words: 'Service', path: 'M4.5 2h7L15 8l-3.5 6h-7L1 8z' },
  { words: 'Gateway', path: 'M1.5 2H10l4.5 6-4.5 6H1.5z' },
  { words: 'External host', path: 'M5 1.5h6L14.5 5v6L11 14.5H5L1.5 11V5z', dashed: true },
  { words: 'Unknown caller', path: 'M8 1l7 7-7 7-7-7z', dashed: true },
] as const;

const states = [
  { status: 'healthy', words: 'Healthy', colour: 'var(--tt-ok)' },
  { status: 'degraded', words: 'Degraded', colour: 'var(--tt-degraded)' },
  { status: 'notReady', words: 'Not ready', colour: 'var(--tt-degraded)' },
  { status: 'failing', words: 'Failing', colour: 'var(--tt-failing)' },
  { status: 'unknown', words: 'Unknown', colour: 'var(--tt-unknown)' },
] as const;

/** What the shapes, colours, signs and lines of the canvas mean. */
export function GraphLegend(): React.JSX.Element {
  return (
    <section className={classes.legend} aria-label="Legend">
      <h3>Nodes</h3>
      <ul>
        {shapes.map(({ words, path, ...shape }) => (
          <li key={words}>
            <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
              <path
                d={path}
                fill="var(--tt-node)"
                stroke="var(--tt-ok)"
                strokeWidth="1.4"
                strokeDasharray={'dashed' in shape ? '2.5 1.8' : undefined}
              />
            </svg>
            {words}
          </li>
        ))}
      </ul>
      <h3>Health</h3>
      <ul>
        {states.map(({ status, words, colour }) => (
          <li key={status}>
            <span className={classes.sign} style={{ borderColor: colour, color: colour }} aria-hidden="true">
              {healthSign(status)}
            </span>
            {words}
          </li>
        ))}
      </ul>
      <h3>Lines</h3>
      <ul>
        <li>
          <Line colour="var(--tt-ok)" /> HTTP and gRPC; wider for more requests
        </li>
        <li>
          <Line colour="var(--tt-accent)" dashed /> TCP
        </li>
        <li>
          <Line colour="var(--tt-failing)" /> {healthSign('failing')} failing
        </li>
        <li>
          <Line colour="var(--tt-idle)" /> idle
        </li>
      </ul>
      <h3>Badges</h3>
      <ul>
        {badges.map(({ flag, glyph, words }) => (
          <li key={flag}>
            <span className={classes.badge} aria-hidden="true">
              {glyph}
            </span>
            {words}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Line({ colour, dashed = false }: { colour: string; dashed?: boolean }): React.JSX.Element {
  return (
    <svg viewBox="0 0 24 10" width="24" height="10" aria-hidden="true">
      <path d="M0 5h18" stroke={colour} strokeWidth="2" strokeDasharray={dashed ? '4 2.5' : undefined} />
      <path d="M17 1.5 23 5l-6 3.5z" fill={colour} />
    </svg>
  );
}
