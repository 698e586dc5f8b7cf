import { fail, succeed, type Outcome } from '../mesh/problem';
import { parsePattern, type Pattern } from './pattern';
import { DIRECTIONS, REQUEST_PROTOCOLS, type Tolerance } from './tolerances';

/** A tolerance as people write it: whole-value patterns, and percentages. */
export interface WrittenTolerance {
  /** `X` means one digit. */
  readonly code: string;
  /** Empty means both. */
  readonly protocol: string;
  /** Empty means both. */
  readonly direction: string;
  readonly degraded: number;
  readonly failure: number;
}

/** The problem's field is the one that cannot be used; the message goes on after its name. */
export function parseTolerance(written: WrittenTolerance): Outcome<Tolerance> {
  const { degraded, failure } = written;
  const code = parseCode(written.code);
  if (!code.ok) return code;
  const protocols = parseChoice(written.protocol, 'protocol', REQUEST_PROTOCOLS);
  if (!protocols.ok) return protocols;
  const directions = parseChoice(written.direction, 'direction', DIRECTIONS);
  if (!directions.ok) return directions;
  for (const [field, percent] of Object.entries({ degraded, failure })) {
    if (!(percent >= 0 && percent < Infinity)) return refuse(field, 'is not a percentage of 0 or more');
  }
  if (degraded > failure) return refuse('degraded', 'is above failure');
  return succeed({
    protocols: protocols.value,
    directions: directions.value,
    code: code.value,
    words: wordsOf(written.code),
    degradedShare: degraded / 100,
    failingShare: failure / 100,
  });
}

/** Which of `words` a whole-value pattern takes; an empty pattern takes all. Taking none is a problem of `field`. */
export function parseChoice<T extends string>(
  text: string,
  field: string,
  words: readonly T[],
): Outcome<readonly T[]> {
  if (text === '') return succeed(words);
  const pattern = parsePattern(text);
  if (!pattern.ok) return refuse(field, pattern.problem.message);
  const taken = words.filter((word) => pattern.value.test(word));
  return taken.length > 0 ? succeed(taken) : refuse(field, `takes none of ${words.join(', ')}`);
}

function parseCode(text: string): Outcome<Pattern> {
  // A pattern of everything would take successes for failures.
  if (text === '') return refuse('code', 'is empty');
  const pattern = parsePattern(text.replace(/\\.|x/gis, (part) => (part.length === 1 ? '\\d' : part)));
  return pattern.ok ? pattern : refuse('code', pattern.problem.message);
}

function wordsOf(code: string): string {
  if (code === '-' || code === '^-$') return 'no response';
  if (/^\d+$/.test(code)) return `code ${code}`;
  return /^\dxx$/i.test(code) ? code.toLowerCase() : `codes like ${code}`;
}

function refuse<T>(field: string, message: string): Outcome<T> {
  return fail('invalid-tolerance', message, field);
}
