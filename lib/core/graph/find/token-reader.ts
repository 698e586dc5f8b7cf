import type { FindError } from './expression';
import { quoteShort } from './resolve-subject';
import type { Token } from './scan-tokens';

/** Hands the parser one token after the other. */
export class TokenReader {
  private next = 0;

  constructor(
    private readonly tokens: readonly Token[],
    /** Where errors about a missing end point. */
    private readonly end: number,
  ) {}

  peek(ahead = 0): Token | undefined {
    return this.tokens[this.next + ahead];
  }

  take(): Token | undefined {
    const token = this.peek();
    this.next += 1;
    return token;
  }

  complainAtEnd(message: string): FindError {
    return { message, from: this.end, to: this.end };
  }
}

/** An error about a token. */
export function complain({ from, to }: Token, message: string): FindError {
  return { message, from, to };
}

/** Why a token cannot stand after a whole expression. */
export function describeRest(token: Token): string {
  if (token.kind === 'close') return 'This parenthesis was never opened.';
  if (token.kind === 'operator') return describeMisplaced(token);
  return `Write “and” or “or” before ${quoteShort(token.text)}, or put a text with spaces in quotes.`;
}

/** Why a token cannot begin a condition. */
export function describeMisplaced(token: Token): string {
  switch (token.kind) {
    case 'close':
      return 'A condition is missing before this parenthesis.';
    case 'operator':
      return `An operand is missing before ${quoteShort(token.text)}.`;
    default:
      return `A condition is missing before ${quoteShort(token.text)}.`;
  }
}
