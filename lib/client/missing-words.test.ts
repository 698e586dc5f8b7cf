import { describe, expect, it } from 'vitest';
import { sourceStateSchema, type SourceState, type SourceStatus } from '@/lib/contracts/source-status';
import { type AskedSources, isSilent, sayHeld, sayMissing, sayMissingLayer } from './missing-words';

const told = (status: SourceState, reason?: string): SourceStatus => ({
  status,
  since: 1_700_000_000,
  ...(reason === undefined ? {} : { reason }),
});
const sources = (prometheus: SourceState, kubernetes: SourceState): AskedSources => ({
  // As sources word it, with and without an end.
  prometheus: told(prometheus, 'Prometheus cannot be reached'),
  kubernetes: told(kubernetes, 'The Kubernetes API cannot be read.'),
});
const pairs = sourceStateSchema.options.flatMap((prometheus) =>
  sourceStateSchema.options.map((kubernetes) => sources(prometheus, kubernetes)),
);

describe('sayMissing', () => {
  it('says nothing while both sources answer', () => {
    expect(sayMissing(sources('ok', 'ok'))).toBeUndefined();
    expect(sayMissing(sources('degraded', 'degraded'))).toBeUndefined();
  });
  it('says what is left when one of them is gone, and why it is gone', () => {
    expect(sayMissing(sources('unavailable', 'ok'))).toEqual({
      missing: 'prometheus',
      sentence:
        'Prometheus cannot be asked, so what was seen is missing here; what is declared is told by Kubernetes all the same. Prometheus cannot be reached.',
    });
    expect(sayMissing(sources('ok', 'forbidden'))).toEqual({
      missing: 'kubernetes',
      sentence:
        'Kubernetes cannot be asked, so nobody knows what is declared: this is only what was seen. The Kubernetes API cannot be read.',
    });
  });
  it('says one sentence about both, with both reasons', () => {
    expect(sayMissing(sources('unavailable', 'unavailable'))).toEqual({
      missing: 'both',
      sentence:
        'Neither Prometheus nor Kubernetes can be asked, so nobody knows what was seen and what is declared. Prometheus cannot be reached. The Kubernetes API cannot be read.',
    });
  });
  it('does not promise all of what is declared when Kubernetes tells of a part', () => {
    expect(sayMissing(sources('unavailable', 'degraded'))?.sentence).toContain(
      'what is declared may be incomplete or old',
    );
  });
  it('does not call missing what is still shown', () => {
    for (const kubernetes of sourceStateSchema.options) {
      const sentence = sayMissing(sources('unavailable', kubernetes), true)?.sentence;
      expect(sentence).toContain('what was seen is of before');
      expect(sentence).not.toContain('missing');
    }
  });
  it('never leaves a gap where a source gives no reason', () => {
    const words = sayMissing({ prometheus: told('unavailable'), kubernetes: told('unavailable', '') });
    expect(words?.sentence).toMatch(/declared\.$/);
  });
  it('says of no source that is silent that it tells something', () => {
    for (const pair of pairs) {
      const { missing, sentence = '' } = sayMissing(pair) ?? {};
      expect(missing === 'prometheus' || missing === 'both').toBe(isSilent(pair.prometheus));
      expect(missing === 'kubernetes' || missing === 'both').toBe(isSilent(pair.kubernetes));
      if (isSilent(pair.kubernetes)) expect(sentence).not.toContain('told by Kubernetes');
      if (isSilent(pair.prometheus)) expect(sentence).not.toContain('only what was seen');
    }
  });
});

describe('sayMissingLayer', () => {
  const layer = (now: AskedSources, drawn = now, isDrawn = true) => sayMissingLayer({ now, drawn, isDrawn });

  it('says nothing where Kubernetes answers, and where nobody named one', () => {
    for (const kubernetes of ['ok', 'degraded', 'notConfigured'] as const)
      expect(layer(sources('unavailable', kubernetes))).toBeUndefined();
  });
  it('speaks of the traffic only when Prometheus tells it', () => {
    expect(layer(sources('ok', 'unavailable'))).toBe(
      'Kubernetes cannot be asked, so what the cluster declares is missing here: this is the traffic alone, as Prometheus tells it. The Kubernetes API cannot be read.',
    );
    for (const prometheus of ['unavailable', 'forbidden', 'notConfigured'] as const)
      for (const isDrawn of [true, false])
        expect(layer(sources(prometheus, 'unavailable'), undefined, isDrawn)).not.toContain('traffic');
  });
  it('says of a kept graph whether what is declared is in it', () => {
    const now = sources('unavailable', 'unavailable');
    expect(layer(now, sources('ok', 'ok'))).toContain('is as old as this graph');
    expect(layer(now, sources('ok', 'unavailable'))).toContain('is missing in this graph');
    expect(layer(now, now, false)).toContain('nobody knows what the cluster declares');
  });
});

describe('sayHeld', () => {
  it('speaks of what is there only', () => {
    expect(sayHeld(sources('ok', 'degraded'))).toBe(
      'Traffic is of a held instant; what is declared is as it is now.',
    );
    expect(sayHeld(sources('ok', 'unavailable'))).toBe('Traffic is of a held instant.');
    expect(sayHeld(sources('unavailable', 'ok'))).toBe(
      'An instant is held; what is declared is as it is now.',
    );
    expect(sayHeld(sources('unavailable', 'unavailable'))).toBe('An instant is held.');
  });
});
