import type { EdgeEnd, Subject } from './expression';
import { isLabelWord } from './label-operand';
import { nearestWord } from './nearest-word';
import type { Operand } from './operand';
import { findOperand, operandWords, reservedOperands } from './operand-table';

const ENDS: Readonly<Record<string, EdgeEnd>> = {
  source: 'source',
  src: 'source',
  target: 'target',
  destination: 'target',
  dest: 'target',
  dst: 'target',
};

export interface FoundSubject {
  readonly subject: Subject;
  readonly operand: Operand;
}

export type ResolvedSubject =
  | ({ readonly ok: true } & FoundSubject)
  | { readonly ok: false; readonly message: string };

/** What a word such as `ns` or `source.name` asks about; undefined when it asks about nothing. */
export function findSubject(word: string): FoundSubject | undefined {
  const { end, rest } = splitEnd(word);
  const operand = findOperand(rest);
  if (operand === undefined) return undefined;
  if (end === undefined) return { subject: { operand: operand.name }, operand };
  return operand.node && { subject: { operand: operand.name, end }, operand };
}

/** The same, with a sentence where the word asks about nothing. */
export function resolveSubject(word: string): ResolvedSubject {
  const found = findSubject(word);
  if (found) return { ok: true, ...found };
  const { rest, prefix } = splitEnd(word);
  const operand = findOperand(rest);
  if (operand === undefined) return { ok: false, message: describeUnknown(rest, prefix) };
  const message = `${quoteShort(operand.name)} is a fact of edges; ${quoteShort(prefix)} asks about a node.`;
  return { ok: false, message };
}

/** Whether a word that stands alone was meant for something that does not exist here. */
export function describeReserved(word: string): string | undefined {
  const { rest, prefix } = splitEnd(word);
  const reserved = isLabelWord(rest) || Object.hasOwn(reservedOperands, rest.toLowerCase());
  return reserved ? describeUnknown(rest, prefix) : undefined;
}

function splitEnd(word: string): { end: EdgeEnd | undefined; rest: string; prefix: string } {
  const dot = word.indexOf('.');
  const head = word.slice(0, Math.max(0, dot)).toLowerCase();
  if (!Object.hasOwn(ENDS, head)) return { end: undefined, rest: word, prefix: '' };
  return { end: ENDS[head], rest: word.slice(dot + 1), prefix: word.slice(0, dot + 1) };
}

function describeUnknown(word: string, prefix: string): string {
  if (isLabelWord(word))
    return `A label is asked for by its key, such as “${prefix}label:team”; letters, digits, “.”, “_”, “-” and “/” go into a key.`;
  const lower = word.toLowerCase();
  if (Object.hasOwn(reservedOperands, lower)) {
    return `${quoteShort(reservedOperands[lower] ?? word)} is not part of the graph answer yet.`;
  }
  const nearest = nearestWord(lower, operandWords);
  const hint = nearest === undefined ? '' : ` Did you mean ${quoteShort(`${prefix}${nearest}`)}?`;
  return `There is no operand ${quoteShort(`${prefix}${word}`)}.${hint}`;
}

const LONGEST_QUOTED = 40;

/** A piece of somebody's text for a sentence. */
export function quoteShort(piece: string): string {
  const characters = [...piece];
  const shown =
    characters.length > LONGEST_QUOTED ? `${characters.slice(0, LONGEST_QUOTED).join('')}…` : piece;
  return `“${shown}”`;
}
