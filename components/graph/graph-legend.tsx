import type { DrawnGraph } from '@/lib/client/drawing';
import type { EdgeLabels } from './edge-label';
import classes from './graph-legend.module.css';
import { healthSign } from './health-sign';
import { legendEntries, type LegendLine, type LegendShape, type LegendSign } from './legend-entries';

const shapes: Readonly<Record<LegendShape, { words: string; path: string; dashed?: boolean }>> = {
  app: {
    words: 'App',
    path: 'M4 1.5h8a2.5 2.5 0 0 1 2.5 2.5v8a2.5 2.5 0 0 1-2.5 2.5H4A2.5 2.5 0 0 1 1.5 12V4A2.5 2.5 0 0 1 4 1.5z',
  },
  workload: { words: 'Workload', path: 'M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 1 1 0-13z' },
  service: { words: 'Service', path: 'M4.5 2h7L15 8l-3.5 6h-7L1 8z' },
  gateway: { words: 'Gateway', path: 'M1.5 2H10l4.5 6-4.5 6H1.5z' },
  external: { words: 'External host', path: 'M5 1.5h6L14.5 5v6L11 14.5H5L1.5 11V5z', dashed: true },
  unknown: { words: 'Unknown caller', path: 'M8 1l7 7-7 7-7-7z', dashed: true },
  hidden: { words: 'Hidden: not visible to you', path: 'M2 2h12v12H2zM5 5l6 6M11 5l-6 6', dashed: true },
  aggregate: {
    words: 'Folded box and how many it holds',
    path: 'M5 1.5h6L14.5 5v6L11 14.5H5L1.5 11V5zM6 4h4l2 2v4l-2 2H6l-2-2V6z',
  },
};

const states = {
  healthy: { words: 'Healthy', colour: 'var(--tt-ok)' },
  degraded: { words: 'Degraded', colour: 'var(--tt-degraded)' },
  notReady: { words: 'Not ready', colour: 'var(--tt-degraded)' },
  failing: { words: 'Failing', colour: 'var(--tt-failing)' },
  unknown: { words: 'Unknown', colour: 'var(--tt-unknown)' },
} as const;

const lines: Readonly<Record<LegendLine, { words: string; colour: string; dashed?: boolean }>> = {
  requests: { words: 'HTTP and gRPC; wider for more requests', colour: 'var(--tt-ok)' },
  tcp: { words: 'TCP', colour: 'var(--tt-accent)', dashed: true },
  failing: { words: `${healthSign('failing')} failing`, colour: 'var(--tt-failing)' },
  idle: { words: 'idle', colour: 'var(--tt-idle)' },
};

export interface GraphLegendProps {
  graph: DrawnGraph;
  labels: EdgeLabels;
  hasPins: boolean;
}

/** What the shapes, colours, signs and lines that are on the canvas mean. */
export function GraphLegend({ graph, labels, hasPins }: GraphLegendProps): React.JSX.Element {
  const entries = legendEntries(graph, labels, hasPins);
  return (
    <section className={classes.legend} aria-label="Legend">
      <Part title="Nodes">
        {entries.shapes.map((shape) => (
          <li key={shape}>
            <Shape {...shapes[shape]} />
            {shapes[shape].words}
          </li>
        ))}
      </Part>
      <Part title="Health">
        {entries.states.map((status) => (
          <li key={status}>
            <span
              className={classes.sign}
              style={{ borderColor: states[status].colour, color: states[status].colour }}
              aria-hidden="true"
            >
              {healthSign(status)}
            </span>
            {states[status].words}
          </li>
        ))}
      </Part>
      <Part title="Lines">
        {entries.lines.map((line) => (
          <li key={line}>
            <Line {...lines[line]} /> {lines[line].words}
          </li>
        ))}
      </Part>
      <Part title="On nodes">{entries.nodeSigns.map(describeSign)}</Part>
      <Part title="On edges">{entries.edgeSigns.map(describeSign)}</Part>
    </section>
  );
}

/** A heading with a list; nothing for an empty list. */
export function Part({
  title,
  children,
}: {
  title: string;
  children: React.JSX.Element[];
}): React.JSX.Element | null {
  if (children.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul>{children}</ul>
    </>
  );
}

function describeSign({ glyph, words }: LegendSign): React.JSX.Element {
  return (
    <li key={words}>
      <span className={classes.badge} aria-hidden="true">
        {glyph}
      </span>
      {words}
    </li>
  );
}

function Shape({ path, dashed }: { path: string; dashed?: boolean }): React.JSX.Element {
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path
        d={path}
        fill="var(--tt-node)"
        stroke="var(--tt-ok)"
        strokeWidth="1.4"
        strokeDasharray={dashed ? '2.5 1.8' : undefined}
      />
    </svg>
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
