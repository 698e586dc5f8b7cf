import { labelValues } from './node-facts';
import { text, type TextOperand } from './operand';

/** What comes before the key of a label. */
export const LABEL_PREFIX = 'label:';

/** Characters that keys of labels are made of. */
const KEY = /^[a-z0-9._/-]+$/;

/** `label:app` and the like: as many operands as there are keys. Undefined for every other word. */
export function labelOperand(word: string): TextOperand | undefined {
  const lower = word.toLowerCase();
  const key = lower.startsWith(LABEL_PREFIX) ? lower.slice(LABEL_PREFIX.length) : '';
  if (!KEY.test(key)) return undefined;
  return text(lower, [], `label ${key} of its pods`, { node: labelValues(key), alone: true });
}

/** Whether a word was meant for a label, be its key possible or not. */
export function isLabelWord(word: string): boolean {
  return word.toLowerCase().startsWith(LABEL_PREFIX);
}
