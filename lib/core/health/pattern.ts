import { fail, succeed, type Outcome } from '../mesh/problem';
import { buildProgram, countSteps, runProgram } from './pattern-program';
import { readPatternSyntax } from './pattern-syntax';

/** A test for whole values. A `RegExp` that is anchored at both ends is one, too. */
export interface Pattern {
  test(text: string): boolean;
}

const MAX_LENGTH = 256;
const MAX_STEPS = 500;
/** Names of Kubernetes have at most 253 characters; longer values come from nobody who follows its rules. */
const MAX_TEXT_LENGTH = 256;

export const EVERYTHING: Pattern = { test: () => true };

/**
 * Compiles a whole-value regular expression. Patterns are written by strangers: they are matched in linear time, and
 * texts of more than 256 characters match `.*` only. The problem's message goes on after the pattern's name: "has a
 * ( without )".
 */
export function parsePattern(text: string): Outcome<Pattern> {
  if (text.length > MAX_LENGTH) return fail('invalid-pattern', `has more than ${MAX_LENGTH} characters`);
  if (text === '.*') return succeed(EVERYTHING);
  if (/^[\w-]+$/.test(text)) return succeed({ test: (value) => value === text });
  const tree = readPatternSyntax(text);
  if (!tree.ok) return tree;
  if (countSteps(tree.value) > MAX_STEPS) return fail('invalid-pattern', 'repeats too much');
  const program = buildProgram(tree.value);
  return succeed({ test: (value) => value.length <= MAX_TEXT_LENGTH && runProgram(program, value) });
}
