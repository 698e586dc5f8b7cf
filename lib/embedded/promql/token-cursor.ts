import { parseError, type PromqlError } from './errors';
import { tokenize, type Token } from './lexer';

/** A reading position in the tokens of one query, and the errors that point at it. */
export class TokenCursor {
  readonly text: string;
  readonly #tokens: readonly Token[];
  readonly #end: Token;
  #position = 0;

  constructor(text: string) {
    this.text = text;
    this.#tokens = tokenize(text);
    this.#end = { kind: 'end', text: '', value: 0, start: text.length };
  }

  /** The token `ahead` places further on; the end token for ever after the last one. */
  peek(ahead = 0): Token {
    return this.#tokens[this.#position + ahead] ?? this.#end;
  }

  next(): Token {
    const token = this.peek();
    this.#position += 1;
    return token;
  }

  isOp(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'op' && token.text === text;
  }

  /** Keywords are names that mean something here; their case does not matter. */
  isKeyword(keyword: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'name' && token.text.toLowerCase() === keyword;
  }

  accept(op: string): boolean {
    if (!this.isOp(op)) return false;
    this.#position += 1;
    return true;
  }

  expect(op: string, context: string): void {
    if (!this.accept(op)) throw this.unexpected(context, `"${op}"`);
  }

  unexpected(context: string, expected?: string): PromqlError {
    const token = this.peek();
    const where = context === '' ? '' : ` in ${context}`;
    const hint = expected === undefined ? '' : `, expected ${expected}`;
    return this.failAt(token.start, `unexpected ${describe(token)}${where}${hint}`);
  }

  failAt(start: number, message: string): PromqlError {
    return parseError(this.text, start, message);
  }
}

const OPERATORS = new Set(['=~', '!~', '==', '!=', '>=', '<=', '>', '<', '+', '-', '*', '/', '%', '^']);
const WORD_OPERATORS = new Set(['and', 'or', 'unless', 'atan2']);

function describe(token: Token): string {
  if (token.kind === 'end') return 'end of input';
  if (token.kind === 'name') {
    return WORD_OPERATORS.has(token.text.toLowerCase()) ? `<op:${token.text}>` : `identifier "${token.text}"`;
  }
  if (token.kind === 'op') return OPERATORS.has(token.text) ? `<op:${token.text}>` : `"${token.text}"`;
  const shown = token.text.length > 40 ? `${token.text.slice(0, 40)}…` : token.text;
  return `${token.kind} "${shown}"`;
}
