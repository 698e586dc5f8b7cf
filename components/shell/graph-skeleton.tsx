'use client';

import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { describeNamespaces } from '@/lib/client/namespace-choice';
import type { GraphRequest } from '@/lib/client/queries/graph-request';
import { printDuration } from '@/lib/core/mesh/duration';
import classes from './graph-skeleton.module.css';

const SLOW_AFTER_SECONDS = 3;
// A quiet sketch of a graph: where nodes might be and what might join them.
const NODES = [
  [80, 150],
  [230, 80],
  [230, 220],
  [390, 50],
  [390, 150],
  [390, 250],
  [540, 150],
] as const;
const EDGES = [
  [0, 1],
  [0, 2],
  [1, 3],
  [1, 4],
  [2, 5],
  [4, 6],
] as const;

/** The first load: what is being asked and, when it takes long, for how long already and a way out. */
export function GraphSkeleton({ request, onCancel }: { request: GraphRequest; onCancel: () => void }) {
  const elapsedSeconds = useElapsedSeconds();
  const slow = elapsedSeconds >= SLOW_AFTER_SECONDS;
  const asked = `${describeNamespaces(request.namespaces)}, last ${printDuration(request.windowSeconds)}`;
  return (
    <div className={classes.skeleton} data-testid="graph-skeleton" aria-busy="true">
      <svg viewBox="0 0 620 300" className={classes.sketch} aria-hidden="true">
        {EDGES.map(([from, to]) => (
          <line
            key={`${from}-${to}`}
            x1={NODES[from][0]}
            y1={NODES[from][1]}
            x2={NODES[to][0]}
            y2={NODES[to][1]}
          />
        ))}
        {NODES.map(([x, y]) => (
          <circle key={`${x}-${y}`} cx={x} cy={y} r={18} />
        ))}
      </svg>
      <output>
        Asking Prometheus and Kubernetes: {asked}
        {slow ? ` · ${elapsedSeconds} s` : ''}
      </output>
      {slow ? (
        <p className={classes.slow}>
          This is slower than usual. A wide window over many namespaces makes Prometheus work hard.{' '}
          <Button size="compact-xs" variant="default" onClick={onCancel} data-testid="cancel">
            Cancel
          </Button>
        </p>
      ) : null}
    </div>
  );
}

function useElapsedSeconds(): number {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((passed) => passed + 1), 1_000);
    return () => clearInterval(timer);
  }, []);
  return seconds;
}
