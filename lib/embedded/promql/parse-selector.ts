import type { SelectorNode } from './ast';
import { compileMatcher } from './matchers';
import type { Matcher } from './series-source';
import type { TokenCursor } from './token-cursor';

const NAME = '__name__';

/** `name`, `name{…}` or `{…}`; inside the braces also `"any.name"` and `"any.label"=…`. */
export function parseSelector(cursor: TokenCursor): SelectorNode {
  const { start } = cursor.peek();
  let name: string | undefined;
  const matchers: Matcher[] = [];
  if (cursor.peek().kind === 'name') name = cursor.next().text;
  if (cursor.accept('{')) {
    while (!cursor.accept('}')) {
      const item = parseMatcher(cursor);
      if (typeof item === 'string') {
        if (name !== undefined)
          throw cursor.failAt(start, `metric name must not be set twice: "${name}" or "${item}"`);
        name = item;
      } else matchers.push(item);
      if (!cursor.isOp('}')) cursor.expect(',', 'label matching');
    }
  }
  if (name !== undefined) {
    const twice = matchers.find((matcher) => matcher.name === NAME);
    if (twice !== undefined) {
      throw cursor.failAt(start, `metric name must not be set twice: "${name}" or "${twice.value}"`);
    }
    matchers.unshift({ name: NAME, op: '=', value: name });
  }
  // Without this a query would read every series there is.
  if (matchers.every((matcher) => compileMatcher(matcher)(''))) {
    throw cursor.failAt(start, 'vector selector must contain at least one non-empty matcher');
  }
  return { kind: 'selector', matchers, start, depth: 1 };
}

function parseMatcher(cursor: TokenCursor): Matcher | string {
  const label = cursor.peek();
  const isLabel = label.kind === 'string' || (label.kind === 'name' && !label.text.includes(':'));
  if (!isLabel) throw cursor.unexpected('label matching', 'identifier or "}"');
  cursor.next();
  if (label.kind === 'string' && (cursor.isOp(',') || cursor.isOp('}'))) return label.text;
  const operator = cursor.peek();
  const op = operator.kind === 'op' ? operator.text : '';
  if (op !== '=' && op !== '!=' && op !== '=~' && op !== '!~') {
    throw cursor.unexpected('label matching', 'label matching operator');
  }
  cursor.next();
  const value = cursor.peek();
  if (value.kind !== 'string') throw cursor.unexpected('label matching', 'string');
  cursor.next();
  const matcher: Matcher = { name: label.text, op, value: value.text };
  try {
    compileMatcher(matcher);
  } catch (error) {
    throw cursor.failAt(value.start, error instanceof Error ? error.message : 'error parsing regexp');
  }
  return matcher;
}
