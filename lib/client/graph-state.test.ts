import { describe, expect, it } from 'vitest';
import { chooseGraphState, METRICS_ABSENT_CODE, NOT_PLACED_CODE, widenWindowSeconds } from './graph-state';
import { keepLastGood } from './keep-last-good';
import { sampleAnswer, sampleNode } from './sample-answer';

const full = sampleAnswer({ nodes: [sampleNode('cart')] });
const empty = sampleAnswer();
const down = sampleAnswer({
  sources: { ...empty.sources, prometheus: { status: 'unavailable', since: 1, reason: 'No answer.' } },
});
const ask = { namespaces: 'all' as const, shown: undefined, error: undefined, fetching: true };

const unplaced = sampleAnswer({ warnings: [{ code: NOT_PLACED_CODE, message: 'why' }] });

describe('chooseGraphState', () => {
  it('asks for a namespace before anything else', () => {
    expect(chooseGraphState({ ...ask, namespaces: [], shown: full }).kind).toBe('nothingSelected');
  });

  it('tells loading, stopped and failed apart', () => {
    expect(chooseGraphState(ask).kind).toBe('loading');
    expect(chooseGraphState({ ...ask, fetching: false }).kind).toBe('stopped');
    expect(chooseGraphState({ ...ask, error: new Error('x') }).kind).toBe('failed');
  });

  it('keeps a graph in its place when a refresh fails', () => {
    expect(chooseGraphState({ ...ask, shown: full, error: new Error('x') }).kind).toBe('ready');
  });

  it('tells why a graph is empty', () => {
    const absent = sampleAnswer({ warnings: [{ code: METRICS_ABSENT_CODE, message: 'none' }] });
    expect(chooseGraphState({ ...ask, shown: empty }).kind).toBe('noTraffic');
    expect(chooseGraphState({ ...ask, shown: absent }).kind).toBe('metricsAbsent');
    expect(chooseGraphState({ ...ask, shown: unplaced })).toEqual({
      kind: 'nothingPlaced',
      reasons: ['why'],
    });
    expect(chooseGraphState({ ...ask, shown: down }).kind).toBe('metricsSourceDown');
  });
});

describe('keepLastGood', () => {
  it('keeps the last graph while Prometheus is lost, and takes the new one when it is back', () => {
    const kept = keepLastGood({ shown: full, latest: full, lost: false }, down);
    expect(kept).toEqual({ shown: full, latest: down, lost: true });
    expect(keepLastGood(kept, empty)).toEqual({ shown: empty, latest: empty, lost: false });
  });

  it('shows an empty answer of a working Prometheus: no traffic is a fact', () => {
    expect(keepLastGood({ shown: full, latest: full, lost: false }, empty).shown).toBe(empty);
  });

  it('keeps the last graph while nothing that is reported can be placed', () => {
    const kept = keepLastGood({ shown: full, latest: full, lost: false }, unplaced);
    expect(kept).toEqual({ shown: full, latest: unplaced, lost: true });
  });

  it('has nothing to keep at first', () => {
    expect(keepLastGood(undefined, down)).toEqual({ shown: down, latest: down, lost: false });
  });
});

describe('widenWindowSeconds', () => {
  it('offers at least twice the window, up to a day', () => {
    expect([60, 300, 3_600, 10_800, 86_400].map(widenWindowSeconds)).toEqual([
      300,
      1_800,
      10_800,
      86_400,
      undefined,
    ]);
  });
});
