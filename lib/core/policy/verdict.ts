import type { MissingFact } from './truth';

/** A rule of a policy, or a policy as a whole. */
export interface RulePlace {
  readonly namespace: string;
  readonly name: string;
  /** Counted from 0, as the rules are written. */
  readonly rule?: number;
}

/** Whether a call is let in. Facts that are not known make a verdict undecidable, and never another one. */
export interface PolicyVerdict {
  readonly verdict: 'allowed' | 'denied' | 'undecidable';
  /**
   * What decides: the first rule that matches; of a call that no ALLOW rule lets in, the ALLOW policies; of what cannot
   * be decided, the rules that may match. Empty where no policy has a say.
   */
  readonly by: readonly RulePlace[];
  /** What is missing to decide, sorted; empty where it is decided. */
  readonly needs: readonly MissingFact[];
  /** A sentence. */
  readonly reason: string;
}

export function placeOfRule({ namespace, name, rule }: RulePlace): string {
  return rule === undefined ? `${namespace}/${name}` : `rule ${rule + 1} of ${namespace}/${name}`;
}
