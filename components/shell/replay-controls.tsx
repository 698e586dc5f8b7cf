'use client';

import { Button } from '@mantine/core';
import { useIsFetching, useQueryClient } from '@tanstack/react-query';
import { type KeyboardEvent, useCallback, useState } from 'react';
import { IconButton } from '@/components/ui/icon-button';
import { formatInstant, formatUtc } from '@/lib/client/format-time';
import { graphQuery } from '@/lib/client/queries/graph';
import type { GraphRequest } from '@/lib/client/queries/graph-request';
import { type ReplaySpan, replaySpans, snapTo } from '@/lib/client/replay/replay-range';
import { trimInstants } from '@/lib/client/replay/trim-instants';
import { type PlaybackSpeed, playbackSpeeds, usePlayback } from '@/lib/client/replay/use-playback';
import { useScrub } from '@/lib/client/replay/use-scrub';
import type { MeshGraph } from '@/lib/client/use-mesh-graph';
import { useViewState } from '@/lib/client/use-view-state';
import { ChoiceSelect } from './choice-select';
import classes from './replay-bar.module.css';
import { REPLAY_BAR_ID, REPLAY_BUTTON_ID } from './replay-button';
import { ReplayInstant } from './replay-instant';
import { useReplayRange } from './use-replay-range';

export interface ReplayControlsProps {
  readonly span: ReplaySpan;
  readonly graph: MeshGraph;
  readonly request: GraphRequest;
  readonly nowMs: number;
}

/** A scrubber over past hours. The instant is in the address; nothing but `at` makes the graph another one. */
export function ReplayControls({ span, graph, request, nowMs }: ReplayControlsProps) {
  const { view, setView } = useViewState();
  const { at, refresh } = view;
  const client = useQueryClient();
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<PlaybackSpeed>(1);
  const range = useReplayRange(span, at, graph, nowMs);
  const failing = graph.error !== undefined;
  const asking = useIsFetching({ queryKey: ['graph'] }) > 0 || graph.fetching;

  const settle = useCallback(
    (instant: number) => {
      // One step back leads out of the past, however far it was scrubbed.
      void setView({ at: instant }, { history: at === null ? 'push' : 'replace' });
      trimInstants(client);
    },
    [at, client, setView],
  );
  const scrub = useScrub({ at, busy: asking && !failing, onSettle: settle });
  const instant = snapTo(range, scrub.instant ?? range.to);

  const prepare = useCallback(
    (next: number) => void client.prefetchQuery(graphQuery({ ...request, at: next }, { refresh })),
    [client, request, refresh],
  );
  const stop = useCallback(() => setPlaying(false), []);
  const { moveTo } = scrub;
  usePlayback({
    playing: playing && at !== null,
    instant,
    range,
    speed,
    ready: at !== null && scrub.instant === at && !asking && !failing,
    prepare,
    onStep: moveTo,
    onEnd: stop,
  });

  function move(to: number): void {
    setPlaying(false);
    // A step that was fetched ahead is not wanted any more.
    void client.cancelQueries({ queryKey: ['graph'], type: 'inactive' });
    moveTo(to);
  }

  function togglePlaying(): void {
    if (!playing && (at === null || instant >= range.to)) moveTo(range.from);
    setPlaying(!playing);
  }

  function handleKey(event: KeyboardEvent): void {
    if (event.key !== ' ') return;
    event.preventDefault();
    togglePlaying();
  }

  function close(): void {
    setPlaying(false);
    void setView({ replay: null });
    document.getElementById(REPLAY_BUTTON_ID)?.focus();
  }

  return (
    <section id={REPLAY_BAR_ID} className={classes.bar} aria-label="Replay" data-testid="replay-bar">
      <IconButton
        icon={playing ? 'pause' : 'play'}
        label={playing ? 'Pause replay' : 'Play'}
        onClick={togglePlaying}
        testId="replay-play"
      />
      <span className={classes.end} title={formatUtc(range.from)}>
        {formatClock(range.from)}
      </span>
      <input
        type="range"
        className={classes.slider}
        min={range.from}
        max={range.to}
        step={range.stepSeconds}
        value={instant}
        aria-label="Instant of the graph"
        aria-valuetext={`${formatInstant(instant, nowMs)}, ${formatUtc(instant)}${at === null ? ', live' : ''}`}
        title="Arrows step, Home and End go to the ends, Space plays"
        onChange={({ currentTarget }) => move(Number(currentTarget.value))}
        onKeyDown={handleKey}
        data-testid="replay-slider"
      />
      <span className={classes.end} title={formatUtc(range.to)}>
        {formatClock(range.to)}
      </span>
      <ReplayInstant
        instant={at === null ? undefined : instant}
        nowMs={nowMs}
        onGo={(to) => {
          setPlaying(false);
          void setView({ at: to });
        }}
      />
      <ChoiceSelect
        label="Replayed time"
        value={span}
        choices={replaySpans.map((value) => ({ value, label: value }))}
        onChoose={(replay) => void setView({ replay })}
        testId="replay-span"
        width={66}
      />
      <ChoiceSelect
        label="Steps a second"
        value={String(speed)}
        choices={playbackSpeeds.map((value) => ({ value: String(value), label: `${value}×` }))}
        onChoose={(text) => setSpeed(playbackSpeeds.find((value) => String(value) === text) ?? 1)}
        testId="replay-speed"
        width={58}
      />
      <Button
        size="xs"
        variant="default"
        disabled={at === null}
        onClick={() => {
          setPlaying(false);
          void setView({ at: null });
        }}
        data-testid="replay-live"
      >
        Back to live
      </Button>
      <IconButton icon="close" label="Close replay" onClick={close} testId="replay-close" />
    </section>
  );
}

/** Hours and minutes: the day is told where the instant is. */
function formatClock(instant: number): string {
  return formatInstant(instant, instant * 1_000).slice(0, 5);
}
