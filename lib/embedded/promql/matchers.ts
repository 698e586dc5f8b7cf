import { compileRegex } from './regex';
import type { Labels, Matcher } from './series-source';

/** One matcher as a test on a label value; an absent label is the empty string. Throws `bad_data` on a bad regex. */
export function compileMatcher(matcher: Matcher): (value: string) => boolean {
  const wanted = matcher.value;
  switch (matcher.op) {
    case '=':
      return (value) => value === wanted;
    case '!=':
      return (value) => value !== wanted;
    case '=~':
      return compileRegex(wanted);
    case '!~': {
      const test = compileRegex(wanted);
      return (value) => !test(value);
    }
  }
}

/** All matchers as one test on a label set. Sources use it to implement `SeriesSource.select`. */
export function compileMatchers(matchers: readonly Matcher[]): (labels: Labels) => boolean {
  const tests = matchers.map((matcher) => ({ name: matcher.name, test: compileMatcher(matcher) }));
  return (labels) => {
    for (const { name, test } of tests) {
      if (!test(readLabel(labels, name))) return false;
    }
    return true;
  };
}

/** A label's value, empty when absent; safe for names such as `constructor` that every object inherits. */
export function readLabel(labels: Labels, name: string): string {
  const value: unknown = labels[name];
  return typeof value === 'string' ? value : '';
}
