import type { RateUnit } from '../mesh-graph';
import type { FindExpression, FindValue, OrderOperator, PositiveOperator } from './expression';
import type { Operand } from './operand';
import { isOrder } from './operators';
import type { Truth } from './truth';

/** What an operand read of an element; undefined where it does not apply or nobody knows. */
export type Fact = Truth | number | readonly string[];

/** Judges a fact. `unit` is what the element counts; undefined for nodes. */
export type FactTest = (fact: Fact, unit: RateUnit | undefined) => Truth;

/** A comparison that asks for something, not for the absence of something. */
export type PositiveComparison = Extract<FindExpression, { kind: 'compare' }> & {
  readonly operator: PositiveOperator | OrderOperator;
};

export type Question = Extract<FindExpression, { kind: 'text' | 'is' | 'has' }> | PositiveComparison;

/** The test that a question puts to each fact. A fact that is not known is neither so nor not so. */
export function testFact(operand: Operand, question: Question): FactTest {
  switch (question.kind) {
    case 'is':
      return (fact) => (typeof fact === 'boolean' ? fact : undefined);
    case 'has':
      return isThere;
    case 'text':
      return testText('*=', question.text);
    default:
      return operand.type === 'text' && question.value.kind === 'text'
        ? testText(question.operator, question.value.text)
        : testNumber(question.operator, question.value);
  }
}

/** The one question that has an answer for what is not known. */
function isThere(fact: Fact): Truth {
  return isList(fact) ? fact.length > 0 : fact !== undefined;
}

function testText(operator: PositiveOperator | OrderOperator, text: string): FactTest {
  if (isOrder(operator)) return () => undefined;
  const wanted = text.toLowerCase();
  const matches = textTests[operator];
  return (fact) => (isList(fact) ? fact.some((value) => matches(value.toLowerCase(), wanted)) : undefined);
}

const textTests: Readonly<Record<PositiveOperator, (value: string, wanted: string) => boolean>> = {
  '=': (value, wanted) => value === wanted,
  '*=': (value, wanted) => value.includes(wanted),
  '^=': (value, wanted) => value.startsWith(wanted),
  '$=': (value, wanted) => value.endsWith(wanted),
};

function testNumber(operator: PositiveOperator | OrderOperator, value: FindValue): FactTest {
  if (value.kind === 'nothing') return isNothing;
  if (value.kind === 'text') return () => undefined;
  const { number: wanted, counts } = value;
  const test = isOrder(operator) ? orderTests[operator] : isEqual;
  return (fact, unit) => {
    if (counts !== undefined && unit !== counts) return undefined;
    const numbers = readNumbers(fact);
    return numbers.length === 0 ? undefined : numbers.some((number) => test(number, wanted));
  };
}

function readNumbers(fact: Fact): readonly number[] {
  if (isList(fact)) return fact.filter((text) => /^\d{1,9}$/.test(text)).map(Number);
  return typeof fact === 'number' && !Number.isNaN(fact) ? [fact] : [];
}

const isEqual = (number: number, wanted: number) => number === wanted;

const orderTests: Readonly<Record<OrderOperator, (number: number, wanted: number) => boolean>> = {
  '>': (number, wanted) => number > wanted,
  '>=': (number, wanted) => number >= wanted,
  '<': (number, wanted) => number < wanted,
  '<=': (number, wanted) => number <= wanted,
};

/** `= NaN` asks for what was not counted: nothing came, or nobody knows of any. */
function isNothing(fact: Fact): Truth {
  return !(typeof fact === 'number' && fact > 0);
}

function isList(fact: Fact): fact is readonly string[] {
  return typeof fact === 'object';
}
