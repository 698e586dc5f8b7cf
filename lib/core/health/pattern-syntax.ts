import { fail, succeed, type Outcome } from '../mesh/problem';
import { ANY, DIGITS, SPACES, WORDS, complement, type CodePoints } from './code-points';

/** A regular expression as a tree. */
export type PatternTree =
  | { readonly kind: 'one'; readonly of: CodePoints }
  | { readonly kind: 'sequence'; readonly parts: readonly PatternTree[] }
  | { readonly kind: 'choice'; readonly options: readonly PatternTree[] }
  | { readonly kind: 'repeat'; readonly part: PatternTree; readonly min: number; readonly max: number }
  | { readonly kind: 'start' | 'end' };

const CLASSES: ReadonlyMap<string, CodePoints> = new Map([
  ['d', DIGITS],
  ['D', complement(DIGITS)],
  ['s', SPACES],
  ['S', complement(SPACES)],
  ['w', WORDS],
  ['W', complement(WORDS)],
]);
const COUNTED = /\{(\d{1,4})(?:(,)(\d{0,4}))?\}/y;

class SyntaxFault extends Error {}

/**
 * Reads the syntax that RE2 and JavaScript share: literals, `.`, classes, groups, `|`, `*`, `+`, `?`, `{n,m}`, `^` and
 * `$`. What needs backtracking (references, look-around) and flags are refused.
 */
export function readPatternSyntax(text: string): Outcome<PatternTree> {
  try {
    const reader = new Reader(text);
    const tree = reader.choice();
    if (!reader.isAtEnd()) throw new SyntaxFault('has a ")" without "("');
    return succeed(tree);
  } catch (error) {
    if (error instanceof SyntaxFault) return fail('invalid-pattern', error.message);
    throw error;
  }
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  choice(): PatternTree {
    const options = [this.#sequence()];
    while (this.#take('|')) options.push(this.#sequence());
    return { kind: 'choice', options };
  }

  #sequence(): PatternTree {
    const parts: PatternTree[] = [];
    while (!this.isAtEnd() && !this.#sees('|') && !this.#sees(')')) parts.push(this.#repeated());
    return { kind: 'sequence', parts };
  }

  #repeated(): PatternTree {
    const part = this.#single();
    const count = this.#count();
    if (count === undefined) return part;
    if (part.kind === 'start' || part.kind === 'end') throw new SyntaxFault('repeats an anchor');
    // A lazy repetition matches the same whole values.
    this.#take('?');
    if (this.#count() !== undefined) throw new SyntaxFault('repeats a repetition');
    return { kind: 'repeat', part, ...count };
  }

  #count(): { min: number; max: number } | undefined {
    if (this.#take('*')) return { min: 0, max: Infinity };
    if (this.#take('+')) return { min: 1, max: Infinity };
    if (this.#take('?')) return { min: 0, max: 1 };
    COUNTED.lastIndex = this.#at;
    const counted = COUNTED.exec(this.#text);
    if (counted === null) return undefined;
    this.#at = COUNTED.lastIndex;
    const min = Number(counted[1]);
    const max = counted[2] === undefined ? min : counted[3] === '' ? Infinity : Number(counted[3]);
    if (max < min) throw new SyntaxFault('repeats at least more often than at most');
    return { min, max };
  }

  #single(): PatternTree {
    if (this.#take('(')) return this.#group();
    if (this.#take('[')) return { kind: 'one', of: this.#class() };
    if (this.#take('.')) return { kind: 'one', of: ANY };
    if (this.#take('^')) return { kind: 'start' };
    if (this.#take('$')) return { kind: 'end' };
    if (this.#take('\\')) return { kind: 'one', of: this.#escape() };
    if (this.#count() !== undefined) throw new SyntaxFault('repeats nothing');
    return { kind: 'one', of: only(this.#next()) };
  }

  #group(): PatternTree {
    if (this.#take('?') && !this.#take(':'))
      throw new SyntaxFault('has a "(?", of which only "(?:" is supported');
    const inner = this.choice();
    if (!this.#take(')')) throw new SyntaxFault('has a "(" without ")"');
    return inner;
  }

  #class(): CodePoints {
    const negated = this.#take('^');
    const members: (readonly [number, number])[] = [];
    if (this.#sees(']')) throw new SyntaxFault('has an empty class');
    while (!this.#take(']')) members.push(...this.#members());
    return negated ? complement(members) : members;
  }

  #members(): CodePoints {
    if (this.#sees('[:')) throw new SyntaxFault('has a named class, which is not supported');
    const first = this.#member();
    if (!this.#sees('-') || this.#sees('-]')) return first;
    this.#next();
    const last = this.#member();
    const [from, to] = [single(first), single(last)];
    if (from === undefined || to === undefined) throw new SyntaxFault('has a range that ends in a class');
    if (to < from) throw new SyntaxFault('has a range that runs backwards');
    return [[from, to]];
  }

  #member(): CodePoints {
    return this.#take('\\') ? this.#escape() : only(this.#next());
  }

  #escape(): CodePoints {
    const escaped = this.#next();
    const known = CLASSES.get(escaped);
    if (known !== undefined) return known;
    if (/[a-z0-9]/i.test(escaped))
      throw new SyntaxFault(`has the escape "\\${escaped}", which is not supported`);
    return only(escaped);
  }

  #sees(text: string): boolean {
    return this.#text.startsWith(text, this.#at);
  }

  #take(text: string): boolean {
    if (!this.#sees(text)) return false;
    this.#at += text.length;
    return true;
  }

  #next(): string {
    const point = this.#text.codePointAt(this.#at);
    if (point === undefined) throw new SyntaxFault('ends too early');
    const character = String.fromCodePoint(point);
    this.#at += character.length;
    return character;
  }
}

function only(character: string): CodePoints {
  const point = character.codePointAt(0) ?? 0;
  return [[point, point]];
}

function single(points: CodePoints): number | undefined {
  const [range] = points;
  return points.length === 1 && range !== undefined && range[0] === range[1] ? range[0] : undefined;
}
