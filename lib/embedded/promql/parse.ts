import type { AtModifier, BinaryOp, Expr, Matching, SetOp } from './ast';
import { findAggregator } from './aggregator-table';
import { checkAggregate, checkBinary, checkCall, checkSubquery, checkUnary } from './check-types';
import { notSupported, PromqlError } from './errors';
import { findFunction } from './function-table';
import { parseAtModifier, parseDurationHere, parseLabelList, parseSignedDurationMs } from './parse-modifiers';
import { parseSelector } from './parse-selector';
import { TokenCursor } from './token-cursor';

/** Longest query accepted, in UTF-16 units. */
export const MAX_QUERY_LENGTH = 200_000;
/** Deepest tree accepted: evaluation recurses once for every level. */
export const MAX_DEPTH = 400;

const PRECEDENCE: Readonly<Record<string, number>> = {
  or: 1,
  and: 2,
  unless: 2,
  '==': 3,
  '!=': 3,
  '>': 3,
  '<': 3,
  '>=': 3,
  '<=': 3,
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
  '%': 5,
  atan2: 5,
  '^': 6,
};
const UNARY_PRECEDENCE = 5;
const RESERVED = new Set(['bool', 'on', 'ignoring', 'group_left', 'group_right', 'atan2', 'fill']);

/**
 * Parses and type-checks a PromQL expression.
 * Throws PromqlError: `bad_data` for what is not PromQL, `execution` for PromQL this engine does not evaluate.
 */
export function parsePromql(text: string): Expr {
  if (text.length > MAX_QUERY_LENGTH) {
    throw new PromqlError('bad_data', `query is longer than ${MAX_QUERY_LENGTH} characters`);
  }
  const cursor = new TokenCursor(text);
  if (cursor.peek().kind === 'end') throw cursor.failAt(0, 'no expression found in input');
  const expr = new Parser(cursor).parseBinary(0, 0);
  if (cursor.peek().kind !== 'end') throw cursor.unexpected('');
  return expr;
}

class Parser {
  readonly #cursor: TokenCursor;

  constructor(cursor: TokenCursor) {
    this.#cursor = cursor;
  }

  /** Precedence climbing: reads operators that bind tighter than `minimum`. */
  parseBinary(minimum: number, nesting: number): Expr {
    const cursor = this.#cursor;
    if (nesting > MAX_DEPTH) throw cursor.failAt(cursor.peek().start, 'expression is nested too deeply');
    let left = this.#parseUnary(nesting);
    for (;;) {
      const op = this.#peekBinaryOp();
      const precedence = op === undefined ? 0 : (PRECEDENCE[op] ?? 0);
      if (op === undefined || precedence <= minimum) return left;
      const start = cursor.next().start;
      const { returnBool, matching } = this.#parseMatching(op);
      const right = this.parseBinary(op === '^' ? precedence - 1 : precedence, nesting + 1);
      const depth = this.#depthAbove(start, left, right);
      const node = { kind: 'binary', op, left, right, returnBool, matching, start, depth } as const;
      left = checkBinary(cursor, node);
    }
  }

  #peekBinaryOp(): BinaryOp | undefined {
    const token = this.#cursor.peek();
    if (token.kind !== 'op' && token.kind !== 'name') return undefined;
    const word = token.text.toLowerCase();
    return Object.hasOwn(PRECEDENCE, word) ? (word as BinaryOp) : undefined;
  }

  #parseMatching(op: BinaryOp): { returnBool: boolean; matching: Matching } {
    const cursor = this.#cursor;
    const returnBool = cursor.isKeyword('bool');
    if (returnBool) cursor.next();
    const setOps: readonly SetOp[] = ['and', 'or', 'unless'];
    let cardinality: Matching['cardinality'] = setOps.some((each) => each === op)
      ? 'many-to-many'
      : 'one-to-one';
    let on = false;
    let labels: readonly string[] = [];
    let include: readonly string[] = [];
    if (cursor.isKeyword('on') || cursor.isKeyword('ignoring')) {
      on = cursor.next().text.toLowerCase() === 'on';
      labels = parseLabelList(cursor);
      if (cursor.isKeyword('group_left') || cursor.isKeyword('group_right')) {
        const group = cursor.next();
        if (cardinality === 'many-to-many') {
          throw cursor.failAt(group.start, `no grouping allowed for "${op}" operation`);
        }
        cardinality = group.text.toLowerCase() === 'group_left' ? 'many-to-one' : 'one-to-many';
        if (cursor.isOp('(')) include = parseLabelList(cursor);
        const twice = on ? include.find((name) => labels.includes(name)) : undefined;
        if (twice !== undefined) {
          throw cursor.failAt(group.start, `label "${twice}" must not occur in ON and GROUP clause at once`);
        }
      }
    }
    if (/^fill(_left|_right)?$/i.test(cursor.peek().text) && cursor.isOp('(', 1))
      throw notSupported('fill()');
    return { returnBool, matching: { cardinality, on, labels, include } };
  }

  #parseUnary(nesting: number): Expr {
    const cursor = this.#cursor;
    if (!cursor.isOp('-') && !cursor.isOp('+'))
      return this.#parsePostfix(this.#parsePrimary(nesting), nesting);
    const token = cursor.next();
    const op = token.text === '-' ? '-' : '+';
    const expr = this.parseBinary(UNARY_PRECEDENCE, nesting + 1);
    if (expr.kind === 'number')
      return { ...expr, value: op === '-' ? -expr.value : expr.value, start: token.start };
    const depth = this.#depthAbove(token.start, expr);
    return checkUnary(cursor, { kind: 'unary', op, expr, start: token.start, depth });
  }

  #parsePrimary(nesting: number): Expr {
    const cursor = this.#cursor;
    const token = cursor.peek();
    const { start } = token;
    if (token.kind === 'number' || token.kind === 'duration') {
      cursor.next();
      return { kind: 'number', value: token.value, start, depth: 1 };
    }
    if (token.kind === 'string') {
      cursor.next();
      return { kind: 'string', value: token.text, start, depth: 1 };
    }
    if (cursor.accept('(')) {
      const expr = this.parseBinary(0, nesting + 1);
      cursor.expect(')', 'paren expression');
      return { kind: 'paren', expr, start, depth: this.#depthAbove(start, expr) };
    }
    if (token.kind === 'name') return this.#parseName(nesting);
    if (cursor.isOp('{')) return parseSelector(cursor);
    throw cursor.unexpected('');
  }

  #parseName(nesting: number): Expr {
    const cursor = this.#cursor;
    const token = cursor.peek();
    const word = token.text.toLowerCase();
    const called = cursor.isOp('(', 1);
    if (
      findAggregator(word) !== undefined &&
      (called || cursor.isKeyword('by', 1) || cursor.isKeyword('without', 1))
    ) {
      return this.#parseAggregate(nesting);
    }
    if (word === 'inf' || word === 'nan') {
      cursor.next();
      const value = word === 'inf' ? Number.POSITIVE_INFINITY : Number.NaN;
      return { kind: 'number', value, start: token.start, depth: 1 };
    }
    if (called) return this.#parseCall(nesting);
    if (RESERVED.has(word)) throw cursor.unexpected('');
    return parseSelector(cursor);
  }

  #parseCall(nesting: number): Expr {
    const cursor = this.#cursor;
    const { text: name, start } = cursor.next();
    const fn = findFunction(name);
    if (fn === undefined) throw cursor.failAt(start, `unknown function with name "${name}"`);
    const args = this.#parseArguments(nesting, `call to "${name}"`);
    return checkCall(cursor, { kind: 'call', fn, args, start, depth: this.#depthAbove(start, ...args) });
  }

  #parseAggregate(nesting: number): Expr {
    const cursor = this.#cursor;
    const token = cursor.next();
    const op = token.text.toLowerCase();
    let grouping = this.#parseGrouping();
    const args = this.#parseArguments(nesting, 'aggregation');
    grouping ??= this.#parseGrouping();
    return checkAggregate(cursor, {
      op,
      args,
      labels: grouping?.labels ?? [],
      without: grouping?.without ?? false,
      start: token.start,
      depth: this.#depthAbove(token.start, ...args),
    });
  }

  #parseGrouping(): { labels: readonly string[]; without: boolean } | undefined {
    const cursor = this.#cursor;
    if (!cursor.isKeyword('by') && !cursor.isKeyword('without')) return undefined;
    const without = cursor.next().text.toLowerCase() === 'without';
    return { labels: parseLabelList(cursor), without };
  }

  #parseArguments(nesting: number, context: string): Expr[] {
    const cursor = this.#cursor;
    cursor.expect('(', context);
    const args: Expr[] = [];
    if (cursor.accept(')')) return args;
    for (;;) {
      args.push(this.parseBinary(0, nesting + 1));
      if (cursor.accept(')')) return args;
      cursor.expect(',', context);
    }
  }

  /** Ranges, subqueries, `offset` and `@` bind to what stands directly left of them. */
  #parsePostfix(primary: Expr, nesting: number): Expr {
    const cursor = this.#cursor;
    let expr = primary;
    for (let count = 0; ; count += 1) {
      if (count + nesting > MAX_DEPTH) throw cursor.failAt(expr.start, 'expression is nested too deeply');
      if (cursor.isOp('[')) expr = this.#parseBrackets(expr);
      else if (cursor.isKeyword('offset')) expr = this.#parseOffset(expr);
      else if (cursor.isOp('@')) expr = this.#parseAt(expr);
      else if (cursor.isKeyword('anchored') || cursor.isKeyword('smoothed')) {
        throw notSupported(`the ${cursor.peek().text.toLowerCase()} modifier`);
      } else return expr;
    }
  }

  #parseBrackets(expr: Expr): Expr {
    const cursor = this.#cursor;
    const bracket = cursor.next().start;
    const rangeMs = parseDurationHere(cursor);
    if (cursor.accept(':')) {
      const stepMs = cursor.isOp(']') ? undefined : parseDurationHere(cursor);
      cursor.expect(']', 'subquery selector');
      const depth = this.#depthAbove(expr.start, expr);
      const node = { kind: 'subquery', expr, rangeMs, start: expr.start, depth } as const;
      return checkSubquery(cursor, stepMs === undefined ? node : { ...node, stepMs });
    }
    cursor.expect(']', 'subquery or range');
    if (expr.kind !== 'selector') throw cursor.failAt(bracket, 'ranges only allowed for vector selectors');
    if (expr.offsetMs !== undefined) throw cursor.failAt(bracket, 'no offset modifiers allowed before range');
    if (expr.at !== undefined) throw cursor.failAt(bracket, 'no @ modifiers allowed before range');
    return { kind: 'range', selector: expr, rangeMs, start: expr.start, depth: 2 };
  }

  #parseOffset(expr: Expr): Expr {
    const cursor = this.#cursor;
    const { start } = cursor.next();
    const offsetMs = parseSignedDurationMs(cursor);
    const target = this.#modified(expr, start, 'offset modifier');
    if (target.offsetMs !== undefined) throw cursor.failAt(start, 'offset may not be set multiple times');
    return expr.kind === 'range'
      ? { ...expr, selector: { ...expr.selector, offsetMs } }
      : { ...target, offsetMs };
  }

  #parseAt(expr: Expr): Expr {
    const cursor = this.#cursor;
    const { start } = cursor.next();
    const at: AtModifier = parseAtModifier(cursor);
    const target = this.#modified(expr, start, '@ modifier');
    if (target.at !== undefined) throw cursor.failAt(start, '@ <timestamp> may not be set multiple times');
    return expr.kind === 'range' ? { ...expr, selector: { ...expr.selector, at } } : { ...target, at };
  }

  #modified(expr: Expr, start: number, what: string) {
    if (expr.kind === 'range') return expr.selector;
    if (expr.kind === 'selector' || expr.kind === 'subquery') return expr;
    throw this.#cursor.failAt(
      start,
      `${what} must be preceded by an instant vector selector or range vector selector or a subquery`,
    );
  }

  #depthAbove(start: number, ...children: readonly Expr[]): number {
    let depth = 1;
    for (const child of children) depth = Math.max(depth, child.depth + 1);
    if (depth > MAX_DEPTH) throw this.#cursor.failAt(start, 'expression is nested too deeply');
    return depth;
  }
}
