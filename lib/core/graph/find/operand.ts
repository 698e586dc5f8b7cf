import type { FindContext } from './find-context';
import type { FindEdge, FindNode } from './find-graph';
import type { Measure } from './parse-quantity';
import type { Truth } from './truth';

export type Read<Element, Fact> = (element: Element, context: FindContext) => Fact;

/** How an operand reads its fact: from nodes, from edges, or from both. */
interface Readers<Fact> {
  readonly node?: Read<FindNode, Fact>;
  readonly edge?: Read<FindEdge, Fact>;
}

interface Words {
  readonly name: string;
  readonly aliases: readonly string[];
  /** Half a sentence: what it means on an element. */
  readonly meaning: string;
}

/** Stands alone. */
export interface FlagOperand extends Words, Readers<Truth> {
  readonly type: 'flag';
}

/** Compared with a text; one of several values is enough. An empty list is known to be empty, undefined is unknown. */
export interface TextOperand extends Words, Readers<readonly string[] | undefined> {
  readonly type: 'text';
  /** The only values there are. */
  readonly values?: readonly string[];
  readonly valueAliases?: Readonly<Record<string, string>>;
  /** Values that are whole numbers can be ordered: response codes. */
  readonly ordered?: boolean;
  /** May stand alone, and then asks whether there is any. */
  readonly alone?: boolean;
}

export interface NumberOperand extends Words, Readers<number | undefined> {
  readonly type: 'number';
  readonly measure: Measure;
}

export type Operand = FlagOperand | TextOperand | NumberOperand;

export function flag(
  name: string,
  aliases: readonly string[],
  meaning: string,
  readers: Readers<Truth>,
): FlagOperand {
  return { type: 'flag', name, aliases, meaning, ...readers };
}

export function text(
  name: string,
  aliases: readonly string[],
  meaning: string,
  rest: Omit<TextOperand, keyof Words | 'type'>,
): TextOperand {
  return { type: 'text', name, aliases, meaning, ...rest };
}

export function number(
  name: string,
  aliases: readonly string[],
  meaning: string,
  measure: Measure,
  readers: Readers<number | undefined>,
): NumberOperand {
  return { type: 'number', name, aliases, meaning, measure, ...readers };
}
