import type { CallNode } from './ast';
import { PromqlError } from './errors';
import { expandTemplate } from './expand-template';
import type { LabelSet } from './label-set';
import type { Planner, Span, VectorPlan } from './plan';
import { compileAnchored } from './regex';
import { rejectDuplicates } from './reject-duplicates';
import { ofEachSet, rememberSets } from './remember-sets';

const relabelled = rememberSets(() => new WeakMap<LabelSet, { readonly found: LabelSet }>());

/** Plans `label_replace` and `label_join`; undefined when the call is neither. */
export function planLabels(planner: Planner, node: CallNode, span: Span): VectorPlan | undefined {
  const { name } = node.fn;
  if (name !== 'label_replace' && name !== 'label_join') return undefined;
  const [vectorArg, ...rest] = node.args;
  if (vectorArg === undefined) return undefined;
  const texts = rest.map((arg) => planner.text(arg));
  const relabel = name === 'label_replace' ? compileReplace(texts) : compileJoin(texts);
  const inner = planner.vector(vectorArg, span);
  const relabelOnce = ofEachSet(relabelled(JSON.stringify([name, texts])), relabel);
  return {
    distinctWithoutName: false,
    at: async (tMs) => {
      const { sets, values } = await inner.at(tMs);
      const changed = sets.map(relabelOnce);
      rejectDuplicates(changed);
      return { sets: changed, values };
    },
  };
}

function compileReplace([target = '', template = '', source = '', pattern = '']: readonly string[]) {
  if (target === '') throw invalidLabel('destination label name in label_replace()', target);
  const expression = compilePattern(pattern);
  return (set: LabelSet): LabelSet => {
    const match = expression.matcher(set.get(source));
    if (!match.matches()) return set;
    const group = (nameOrIndex: string | number): string => {
      try {
        return match.group(nameOrIndex) ?? '';
      } catch {
        // A reference to a group the pattern does not have stands for nothing.
        return '';
      }
    };
    return set.with([[target, expandTemplate(template, group)]]);
  };
}

function compilePattern(pattern: string) {
  try {
    return compileAnchored(pattern);
  } catch {
    throw new PromqlError('execution', `invalid regular expression in label_replace(): ${pattern}`);
  }
}

function compileJoin([target = '', separator = '', ...sources]: readonly string[]) {
  if (target === '') throw invalidLabel('destination label name in label_join()', target);
  const empty = sources.find((source) => source === '');
  if (empty !== undefined) throw invalidLabel('source label name in label_join()', empty);
  return (set: LabelSet): LabelSet =>
    set.with([[target, sources.map((source) => set.get(source)).join(separator)]]);
}

function invalidLabel(what: string, name: string): PromqlError {
  return new PromqlError('execution', `invalid ${what}: ${name}`);
}
