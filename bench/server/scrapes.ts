import type { Series } from './call-series';

/** When series are scraped. */
export interface Scrapes {
  /** Unix seconds, both included. */
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly everySeconds: number;
}

export interface Sample {
  readonly atSeconds: number;
  readonly value: number;
}

/** The age of each counter at the first scrape: far from zero, so that no rate is bent by its first sample. */
const AGE_SECONDS = 1e6;

export function scrape({ perSecond, teller }: Series, span: Scrapes): Sample[] {
  const { fromSeconds, toSeconds, everySeconds } = span;
  const samples: Sample[] = [];
  for (let atSeconds = fromSeconds + teller.delaySeconds; atSeconds <= toSeconds; atSeconds += everySeconds)
    samples.push({ atSeconds, value: perSecond * (atSeconds - fromSeconds + AGE_SECONDS) });
  return samples;
}
