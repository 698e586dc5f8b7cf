import type { ObjectPlace } from '../routing/route-plan';
import type { CountedSpan } from './call-count';
import type { Bystanders } from './clients';
import type { SplitFacts } from './split-facts';
import type { ObjectChange } from './split-verdict';

/** What routes are judged by. */
export interface SplitContext {
  readonly facts: SplitFacts;
  /** Absent where nobody could be asked what was called. */
  readonly window?: CountedSpan;
  /** What was counted from some moment on, or a little later; undefined where nothing was. */
  readonly since: (atSeconds: number) => CountedSpan | undefined;
  /** All that is known of how objects got to be as they are. */
  readonly changesOf: (object: ObjectPlace) => readonly ObjectChange[];
  /** Whether the window ends now: what changed meanwhile is not in the future. */
  readonly isLive: boolean;
  readonly bystanders: Bystanders;
}
