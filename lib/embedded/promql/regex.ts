import { RE2JS } from 're2js';
import { PromqlError } from './errors';

const MAX_PATTERNS = 256;
const MAX_VALUES = 20_000;

const compiled = new Map<string, (value: string) => boolean>();

/**
 * A Prometheus label regex as a test: RE2 syntax, anchored at both ends, `.` also matches a newline.
 * Answers are remembered for each distinct value, since a label has few values and many series. Throws `bad_data`.
 */
export function compileRegex(pattern: string): (value: string) => boolean {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  const test = buildTest(pattern);
  if (compiled.size >= MAX_PATTERNS) compiled.clear();
  compiled.set(pattern, test);
  return test;
}

/** The pattern as a compiled RE2 expression anchored at both ends, for reading its groups. Throws `bad_data`. */
export function compileAnchored(pattern: string): RE2JS {
  try {
    return RE2JS.compile(`^(?s:${pattern})$`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown reason';
    throw new PromqlError(
      'bad_data',
      reason.startsWith('error parsing regexp') ? reason : `error parsing regexp: ${reason}`,
    );
  }
}

function buildTest(pattern: string): (value: string) => boolean {
  // Most patterns in dashboards are lists of plain words: a set answers those at once.
  if (/^[\w\-/:, |]*$/.test(pattern)) {
    const words = new Set(pattern.split('|'));
    return (value) => words.has(value);
  }
  if (pattern === '.*') return () => true;
  if (pattern === '.+') return (value) => value !== '';
  const expression = compileAnchored(pattern);
  const answers = new Map<string, boolean>();
  return (value) => {
    const known = answers.get(value);
    if (known !== undefined) return known;
    const answer = expression.testExact(value);
    if (answers.size >= MAX_VALUES) answers.clear();
    answers.set(value, answer);
    return answer;
  };
}
