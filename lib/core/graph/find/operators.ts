import {
  type NegativeOperator,
  type Operator,
  orderOperators,
  type OrderOperator,
  type PositiveOperator,
} from './expression';

/** How an operator may be written, longest first; `undefined` stands for one that other languages have. */
const SYMBOLS: readonly (readonly [symbol: string, operator: Operator | undefined])[] = [
  ['!*=', '!*='],
  ['!^=', '!^='],
  ['!$=', '!$='],
  ['*=', '*='],
  ['^=', '^='],
  ['$=', '$='],
  ['>=', '>='],
  ['<=', '<='],
  ['!=', '!='],
  ['==', '='],
  ['=~', undefined],
  ['!~', undefined],
  ['=', '='],
  ['>', '>'],
  ['<', '<'],
];

const WORDS: Readonly<Record<string, PositiveOperator>> = {
  contains: '*=',
  startswith: '^=',
  endswith: '$=',
};

export const operatorHints: Readonly<Record<Operator, string>> = {
  '=': 'is',
  '!=': 'is not',
  '*=': 'contains',
  '!*=': 'does not contain',
  '^=': 'starts with',
  '!^=': 'does not start with',
  '$=': 'ends with',
  '!$=': 'does not end with',
  '>': 'more than',
  '>=': 'at least',
  '<': 'less than',
  '<=': 'at most',
};

export interface ScannedOperator {
  readonly operator: Operator | undefined;
  readonly to: number;
}

/** The operator made of signs that stands at this place. */
export function scanSymbol(text: string, at: number): ScannedOperator | undefined {
  const found = SYMBOLS.find(([symbol]) => text.startsWith(symbol, at));
  return found && { operator: found[1], to: at + found[0].length };
}

/** The operator made of words that stands at this place: `contains`, `!startswith`, `not endswith`. */
export function scanOperatorWord(text: string, at: number): ScannedOperator | undefined {
  const sticky = /(!\s*|not\s+)?(contains|startswith|endswith)(?![^\s()'"])/iy;
  sticky.lastIndex = at;
  const [all = '', negation, word = ''] = sticky.exec(text) ?? [];
  const positive = WORDS[word.toLowerCase()];
  if (positive === undefined) return undefined;
  return { operator: negation === undefined ? positive : `!${positive}`, to: at + all.length };
}

export function isOrder(operator: Operator): operator is OrderOperator {
  return (orderOperators as readonly Operator[]).includes(operator);
}

/** An operator as the one it denies, and whether it does. */
export function splitNegation(operator: PositiveOperator | NegativeOperator): {
  readonly positive: PositiveOperator;
  readonly negates: boolean;
} {
  const negates = isNegative(operator);
  return { positive: negates ? denied[operator] : operator, negates };
}

function isNegative(operator: Operator): operator is NegativeOperator {
  return operator in denied;
}

const denied: Readonly<Record<NegativeOperator, PositiveOperator>> = {
  '!=': '=',
  '!*=': '*=',
  '!^=': '^=',
  '!$=': '$=',
};
