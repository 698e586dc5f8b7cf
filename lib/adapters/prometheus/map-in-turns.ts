import { setImmediate } from 'node:timers/promises';
import { mergeSkipped, type Mapped } from './map';

/** Samples that are mapped at a stretch: some milliseconds. */
const BATCH = 1_000;

/** What `map` makes of many samples, with turns for other work in between. */
export async function mapInTurns<S, T>(
  samples: readonly S[],
  map: (batch: readonly S[]) => Mapped<T>,
): Promise<Mapped<T>> {
  if (samples.length <= BATCH) return map(samples);
  const all: T[] = [];
  const skipped: Mapped<T>['skipped'][] = [];
  for (let at = 0; at < samples.length; at += BATCH) {
    const mapped = map(samples.slice(at, at + BATCH));
    for (const one of mapped.samples) all.push(one);
    skipped.push(mapped.skipped);
    await setImmediate();
  }
  return { samples: all, skipped: mergeSkipped(skipped) };
}
