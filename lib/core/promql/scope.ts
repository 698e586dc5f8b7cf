import type { Problem } from '../mesh/problem';
import { isLabelName, type Matcher, type MatcherOperator } from './matcher';
import { unquoteString } from './unquote';

/** Why a scope could not be read; `position` counts UTF-16 units from 0. */
export interface ScopeProblem extends Problem {
  readonly position: number;
}

const MAX_LENGTH = 4096;
const OPERATOR = /=~|!~|!=|=/y;
const NAME = /[^\s=!~,{}"'`]+/y;
const SPACE = /\s*/y;

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

function skipSpace(text: string, at: number): number {
  return at + matchAt(SPACE, text, at).length;
}

function toOperator(text: string): MatcherOperator | undefined {
  return text === '=' || text === '!=' || text === '=~' || text === '!~' ? text : undefined;
}

/**
 * Reads matchers such as `mesh_id="mesh1",cluster!~"a|b"`, with or without braces. An empty text is an empty scope.
 * Never throws: garbage gives a problem that names what was expected and where.
 */
export function parseScope(text: string): Matcher[] | ScopeProblem {
  if (text.length > MAX_LENGTH) return refuse(`longer than ${MAX_LENGTH} characters`, MAX_LENGTH);
  const matchers: Matcher[] = [];
  let at = skipSpace(text, 0);
  const braced = text[at] === '{';
  if (braced) at = skipSpace(text, at + 1);
  while (at < text.length && text[at] !== '}') {
    const read = readMatcher(text, at);
    if (!('matcher' in read)) return read;
    matchers.push(read.matcher);
    at = skipSpace(text, read.end);
    if (text[at] !== ',') break;
    at = skipSpace(text, at + 1);
  }
  if (braced) {
    if (text[at] !== '}') return refuse('expected "," or "}" after a matcher', at);
    at = skipSpace(text, at + 1);
  }
  if (at < text.length) return refuse('expected "," between matchers or the end', at);
  return matchers;
}

/** Whether {@link parseScope} failed. */
export function isScopeProblem(scope: readonly Matcher[] | ScopeProblem): scope is ScopeProblem {
  return !Array.isArray(scope);
}

function readMatcher(text: string, start: number): { matcher: Matcher; end: number } | ScopeProblem {
  const name = matchAt(NAME, text, start);
  if (name === '') return refuse('expected a label name', start);
  if (!isLabelName(name)) return refuse('not a Prometheus label name', start);
  const operatorAt = skipSpace(text, start + name.length);
  const spelled = matchAt(OPERATOR, text, operatorAt);
  const op = toOperator(spelled);
  if (op === undefined) return refuse('expected =, !=, =~ or !~', operatorAt);
  const value = unquoteString(text, skipSpace(text, operatorAt + spelled.length));
  if (!value.ok) return refuse(value.reason, value.position);
  return { matcher: { name, op, value: value.value }, end: value.end };
}

function refuse(reason: string, position: number): ScopeProblem {
  return {
    code: 'bad-scope',
    message: `The scope cannot be read at character ${position + 1}: ${reason}.`,
    position,
  };
}
