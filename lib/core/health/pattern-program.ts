import { hasCodePoint, type CodePoints } from './code-points';
import type { PatternTree } from './pattern-syntax';

/** Steps of a matcher. `one` reads a character; the others go on without reading. Step `n` leads to `n + 1`. */
type Step =
  | { readonly kind: 'one'; readonly of: CodePoints }
  | { readonly kind: 'fork'; readonly to: readonly number[] }
  | { readonly kind: 'start' | 'end' };

export type PatternProgram = readonly Step[];

/** How many steps the program of a tree has. Counted before it is built: `((a{99}){99}){99}` is a short text. */
export function countSteps(tree: PatternTree): number {
  switch (tree.kind) {
    case 'sequence':
      return tree.parts.reduce((sum, part) => sum + countSteps(part), 0);
    case 'choice':
      return tree.options.reduce((sum, option) => sum + countSteps(option) + 2, 0);
    case 'repeat':
      // At least one copy is counted for `a{0}`, whose inside is still walked.
      return (countSteps(tree.part) + 2) * Math.max(1, tree.max === Infinity ? tree.min + 1 : tree.max);
    default:
      return 1;
  }
}

export function buildProgram(tree: PatternTree): PatternProgram {
  const steps: Step[] = [];
  append(steps, tree);
  return steps;
}

function append(steps: Step[], tree: PatternTree): void {
  switch (tree.kind) {
    case 'sequence':
      for (const part of tree.parts) append(steps, part);
      return;
    case 'choice':
      return appendChoice(steps, tree.options);
    case 'repeat':
      return appendRepeat(steps, tree);
    default:
      steps.push(tree);
  }
}

function appendChoice(steps: Step[], options: readonly PatternTree[]): void {
  const [only] = options;
  if (options.length === 1 && only !== undefined) return append(steps, only);
  const starts: number[] = [];
  const ends: number[] = [];
  const fork = steps.push({ kind: 'fork', to: starts }) - 1;
  for (const option of options) {
    starts.push(steps.length);
    append(steps, option);
    ends.push(steps.push({ kind: 'fork', to: [] }) - 1);
  }
  for (const end of ends) steps[end] = { kind: 'fork', to: [steps.length] };
  steps[fork] = { kind: 'fork', to: starts };
}

function appendRepeat(
  steps: Step[],
  { part, min, max }: { readonly part: PatternTree; readonly min: number; readonly max: number },
): void {
  for (let copy = 0; copy < min; copy += 1) append(steps, part);
  if (max === Infinity) {
    const loop = steps.push({ kind: 'fork', to: [] }) - 1;
    append(steps, part);
    steps.push({ kind: 'fork', to: [loop] });
    steps[loop] = { kind: 'fork', to: [loop + 1, steps.length] };
    return;
  }
  const skips: number[] = [];
  for (let copy = min; copy < max; copy += 1) {
    skips.push(steps.push({ kind: 'fork', to: [] }) - 1);
    append(steps, part);
  }
  for (const skip of skips) steps[skip] = { kind: 'fork', to: [skip + 1, steps.length] };
}

/**
 * Whether the program takes the whole text. All ways are followed at once, so that the time is bounded by the product
 * of both lengths, whatever the pattern.
 */
export function runProgram(program: PatternProgram, text: string): boolean {
  const points = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  let states = spread(program, [0], true, points.length === 0);
  for (const [index, point] of points.entries()) {
    const next: number[] = [];
    for (const state of states) {
      const step = program[state];
      if (step?.kind === 'one' && hasCodePoint(step.of, point)) next.push(state + 1);
    }
    if (next.length === 0) return false;
    states = spread(program, next, false, index === points.length - 1);
  }
  return states.has(program.length);
}

/** All steps that can be reached without reading. The number one past the last step means: done. */
function spread(
  program: PatternProgram,
  from: readonly number[],
  atStart: boolean,
  atEnd: boolean,
): ReadonlySet<number> {
  const reached = new Set<number>(from);
  const pending = [...from];
  const go = (state: number) => {
    if (reached.has(state)) return;
    reached.add(state);
    pending.push(state);
  };
  for (let state = pending.pop(); state !== undefined; state = pending.pop()) {
    const step = program[state];
    if (step?.kind === 'fork') step.to.forEach(go);
    else if ((step?.kind === 'start' && atStart) || (step?.kind === 'end' && atEnd)) go(state + 1);
  }
  return reached;
}
