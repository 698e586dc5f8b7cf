import { formatShare } from '@/lib/client/format-numbers';
import type { EdgeSplit } from '@/lib/client/join-splits';
import { splitSigns } from './split-signs';

/** Declared, verdict and seen in one line: `50 % = 49.6 %`, `90 % ≠ 82 %`. */
export function splitText({ rule: { verdict }, destination: { share, observed } }: EdgeSplit): string {
  const seen = observed === null ? 'unknown' : formatShare(observed.share);
  return `${formatShare(share)} ${splitSigns[verdict]} ${seen}`;
}
