import { unwrapParens, type CallNode, type Expr } from './ast';
import { EMPTY_LABELS, fromEntries, type LabelSet } from './label-set';
import { PACE_MASK, type Planner, type Span, type VectorPlan } from './plan';

/** Plans `absent` and `absent_over_time`: one sample of 1 when nothing is there; undefined when the call is neither. */
export function planAbsent(planner: Planner, node: CallNode, span: Span): VectorPlan | undefined {
  const [arg] = node.args;
  if (arg === undefined) return undefined;
  let isPresent: (tMs: number) => Promise<boolean>;
  if (node.fn.name === 'absent') {
    const inner = planner.vector(arg, span);
    isPresent = async (tMs) => (await inner.at(tMs)).sets.length > 0;
  } else if (node.fn.name === 'absent_over_time') {
    const range = planner.range(arg, span);
    isPresent = async (tMs) => {
      const { windows, startMs, endMs } = await range.at(tMs);
      let count = 0;
      for (const window of windows) {
        if ((++count & PACE_MASK) === 0 && planner.run.pacer.due()) await planner.run.pacer.pause();
        window.seek(startMs, endMs);
        if (window.hi > window.lo) return true;
      }
      return false;
    };
  } else return undefined;
  const labels = labelsOf(arg);
  return {
    distinctWithoutName: true,
    at: async (tMs) => ((await isPresent(tMs)) ? { sets: [], values: [] } : { sets: [labels], values: [1] }),
  };
}

/** What is missing is named by the labels its selector demands by equality, each once. */
function labelsOf(arg: Expr): LabelSet {
  const inner = unwrapParens(arg);
  const selector = inner.kind === 'range' ? inner.selector : inner;
  if (selector.kind !== 'selector') return EMPTY_LABELS;
  const matchers = selector.matchers.filter((matcher) => matcher.name !== '__name__');
  return fromEntries(
    matchers.flatMap(({ name, op, value }) => {
      const isAlone = matchers.filter((other) => other.name === name).length === 1;
      return op === '=' && isAlone ? [[name, value]] : [];
    }),
  );
}
