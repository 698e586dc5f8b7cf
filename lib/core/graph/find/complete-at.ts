import type { FindGraph } from './find-graph';
import { LABEL_PREFIX, labelOperand } from './label-operand';
import { listValues, type ListedValue } from './list-values';
import type { Operand } from './operand';
import { findOperand, operandTable } from './operand-table';
import { operatorHints } from './operators';
import { operatorsOf } from './parse-value';
import { printText } from './print-expression';
import { describeReserved, findSubject } from './resolve-subject';
import { readKeyword, scanTokens, type Token } from './scan-tokens';

/** What could stand in place of the text between `from` and `to` (UTF-16 units). */
export interface Suggestion {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** A few words: what it means, or where it occurs. */
  readonly hint: string;
}

type Offer = Pick<Suggestion, 'text' | 'hint'> & {
  /** Other words under which it is found. */
  readonly aliases?: readonly string[];
};

const MOST_SUGGESTIONS = 12;

/** What is offered before anything is typed. */
const STARTERS = [
  'name',
  'namespace',
  'health',
  'failing',
  '%error',
  'responsetime',
  'rate',
  'version',
  'mtls',
  'idle',
  'protocol',
  'code',
];

const CONNECTIVES: readonly Offer[] = [
  { text: 'and', hint: 'both conditions' },
  { text: 'or', hint: 'one of them is enough' },
];

/** What may be written at the cursor: operands, operators, and values that occur in the graph. Always the same order. */
export function completeAt(text: string, cursor: number, graph: FindGraph): Suggestion[] {
  const at = Math.max(0, Math.min(cursor, text.length));
  const before = scanTokens(text.slice(0, at));
  const last = before.at(-1);
  const typing = last !== undefined && last.to === at && isWritten(last) ? last : undefined;
  const prefix = typing?.text ?? '';
  const from = typing?.from ?? at;
  const to = typing === undefined ? at : endOfToken(text, typing);
  const settled = typing === undefined ? before : before.slice(0, -1);
  const offers = offerAfter(settled, prefix, graph);
  return chooseOffers(offers, prefix).map((offer) => ({ text: offer.text, from, to, hint: offer.hint }));
}

/** Signs and finished quotes are complete; a word or a value may go on. */
function isWritten({ kind, open, text }: Token): boolean {
  if (kind === 'quoted' || kind === 'quotedValue') return open === true;
  return kind === 'word' || kind === 'value' || readKeyword(text) !== undefined;
}

/** The whole word that the cursor stands in. */
function endOfToken(text: string, { from, to }: Token): number {
  const whole = scanTokens(text).find((token) => token.from === from);
  return Math.max(to, whole?.to ?? to);
}

function offerAfter(settled: readonly Token[], prefix: string, graph: FindGraph): readonly Offer[] {
  const last = settled.at(-1);
  switch (last?.kind) {
    case undefined:
    case 'open':
    case 'and':
    case 'or':
    case 'not':
      return offerTerms(prefix, graph);
    case 'is':
    case 'has':
      return operandTable.map(offerOperand);
    case 'operator':
      return offerValues(settled.at(-2), graph);
    case 'word':
      return offerAfterWord(last, settled.at(-2));
    default:
      return CONNECTIVES;
  }
}

/** One for each key that occurs in the graph. */
function labelOperands({ nodes }: FindGraph): Operand[] {
  const keys = new Set(
    nodes.flatMap(({ labels = [] }) => labels.map((label) => label.split('=', 1)[0] ?? '')),
  );
  return [...keys].toSorted().flatMap((key) => labelOperand(`${LABEL_PREFIX}${key}`) ?? []);
}

/** Operators, when the word waits for one. */
function offerAfterWord({ text }: Token, before: Token | undefined): readonly Offer[] {
  const operand = findSubject(text)?.operand;
  const standsAlone = before?.kind === 'is' || before?.kind === 'has';
  if (operand === undefined || standsAlone) return CONNECTIVES;
  const operators = operatorsOf(operand).map((text) => ({ text, hint: operatorHints[text] }));
  const alone = operand.type === 'text' && operand.alone === true;
  return operators.length === 0 || alone ? [...operators, ...CONNECTIVES] : operators;
}

function offerTerms(prefix: string, graph: FindGraph): readonly Offer[] {
  if (prefix === '') {
    return STARTERS.flatMap((name) => findOperand(name) ?? []).map(offerOperand);
  }
  const end = /^(?:source|target)\.?/i.exec(prefix)?.[0].replace(/\.?$/, '.').toLowerCase();
  const operands = [...operandTable, ...labelOperands(graph)].map(offerOperand);
  const ofEnds = operandTable
    .filter(({ node }) => node !== undefined)
    .map((operand) => ({ ...offerOperand(operand), text: `${end}${operand.name}`, aliases: [] }));
  return [
    ...operands,
    ...(end === undefined ? [] : ofEnds),
    { text: 'not', hint: 'the contrary' },
    ...offerNames(graph),
  ];
}

/** Names as they can stand alone. */
function offerNames(graph: FindGraph): readonly Offer[] {
  const names = findOperand('name');
  if (names?.type !== 'text') return [];
  return listValues(names, graph).map((listed) => {
    const { value } = listed;
    const plain = printText(value);
    const isWord =
      plain === value && findSubject(value) === undefined && describeReserved(value) === undefined;
    const safe = isWord && !value.includes(':') && readKeyword(value) === undefined;
    return {
      text: safe || plain !== value ? plain : `"${value}"`,
      hint: describeCount(listed),
      aliases: [value],
    };
  });
}

function offerOperand({ name, aliases, meaning }: Operand): Offer {
  return { text: name, hint: meaning, aliases };
}

function offerValues(subject: Token | undefined, graph: FindGraph): readonly Offer[] {
  const operand = subject && findSubject(subject.text)?.operand;
  if (operand?.type !== 'text') return [];
  return listValues(operand, graph).map((listed) => ({
    text: printText(listed.value),
    hint: describeCount(listed),
    aliases: [listed.value],
  }));
}

function describeCount({ nodes, edges }: ListedValue): string {
  const parts = [count(nodes, 'node'), count(edges, 'edge')].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(', ') : 'none in this graph';
}

function count(amount: number, word: string): string | undefined {
  return amount === 0 ? undefined : `${amount} ${word}${amount === 1 ? '' : 's'}`;
}

/** First what begins with the prefix, then what has it for an alias, or an alias that begins so, then what holds it. */
function chooseOffers(offers: readonly Offer[], prefix: string): Offer[] {
  const wanted = prefix.toLowerCase();
  const ranked: Offer[][] = [[], [], [], []];
  const seen = new Set<string>();
  for (const offer of offers) {
    const rank = rankOffer(offer, wanted);
    if (rank === undefined || offer.text === prefix || seen.has(offer.text)) continue;
    seen.add(offer.text);
    ranked[rank]?.push(offer);
  }
  return ranked.flat().slice(0, MOST_SUGGESTIONS);
}

function rankOffer({ text, aliases = [] }: Offer, wanted: string): number | undefined {
  if (text.toLowerCase().startsWith(wanted)) return 0;
  const lower = aliases.map((alias) => alias.toLowerCase());
  if (lower.includes(wanted)) return 1;
  if (lower.some((alias) => alias.startsWith(wanted))) return 2;
  return text.toLowerCase().includes(wanted) || lower.some((alias) => alias.includes(wanted)) ? 3 : undefined;
}
