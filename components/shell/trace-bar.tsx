'use client';

import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useEffect, useMemo } from 'react';
import { FailureText } from '@/components/ui/failure-text';
import { IconButton } from '@/components/ui/icon-button';
import type { GraphAnswer } from '@/lib/contracts/graph';
import type { MarkedSpots } from '@/lib/client/found-in-drawing';
import { traceQuery } from '@/lib/client/queries/trace';
import { markPath, type MarkedPath } from '@/lib/client/trace-path';
import { describePath, describePathEnd } from '@/lib/client/trace-words';
import { useViewState } from '@/lib/client/use-view-state';
import classes from './picture-bar.module.css';

export interface TraceBarProps {
  readonly traceId: string;
  readonly graph: GraphAnswer | undefined;
  /** Told what is to be marked in the graph. */
  readonly onPath: (path: MarkedSpots | undefined) => void;
}

/** One line about the trace whose path is marked in the graph: what is shown, and how to leave it. */
export function TraceBar({ traceId, graph, onPath }: TraceBarProps) {
  const { setView } = useViewState();
  const { data, error, failureReason } = useQuery(traceQuery(traceId));
  const failure = error ?? failureReason;
  const path = useMemo(() => (data && graph ? markPath(data, graph) : undefined), [data, graph]);
  useEffect(() => {
    onPath(path);
  }, [path, onPath]);
  useEffect(() => () => onPath(undefined), [onPath]);
  return (
    <nav className={classes.bar} aria-label="Trace" data-testid="trace-bar">
      <strong>Path of a trace</strong>
      <div className={classes.words} role="status">
        {data !== undefined ? (
          <PathWords path={path} words={describePathEnd(data)} />
        ) : failure ? (
          <FailureText error={failure} />
        ) : (
          'It is being read.'
        )}
      </div>
      <Button
        component={Link}
        href={`/traces/${encodeURIComponent(traceId)}`}
        size="compact-xs"
        variant="default"
        data-testid="trace-bar-open"
      >
        Open the trace
      </Button>
      <IconButton icon="close" label="Leave the trace" onClick={() => void setView({ trace: null })} />
    </nav>
  );
}

function PathWords({ path, words }: { path: MarkedPath | undefined; words: string | undefined }) {
  if (path === undefined) return null;
  return (
    <>
      <span data-testid="trace-bar-path">{describePath(path)}</span>
      {words === undefined ? null : <span data-testid="trace-bar-end"> {words}.</span>}
    </>
  );
}
