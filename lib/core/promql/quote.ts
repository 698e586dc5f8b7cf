// The only place where text becomes part of a PromQL literal. Label values are attacker-controlled:
// anyone who can send a request can influence a host name that ends up here.

// Unpaired surrogates have no UTF-8 form; with the `u` flag a class of surrogates matches unpaired ones only.
const UNPAIRED_SURROGATES = /\p{Surrogate}/gu;

// Escaped beyond quote and backslash: every invisible or control character, line separators, and U+FFFD,
// which Prometheus' lexer takes for broken UTF-8 when it stands in a literal as itself.
const MUST_ESCAPE = /["\\\p{C}\p{Zl}\p{Zp}\uFFFD]/gu;

const RE2_META = /[\\.+*?()|[\]{}^$]/g;

/** The text with every unpaired surrogate replaced by U+FFFD, which is what its UTF-8 form would hold. */
export function replaceUnpairedSurrogates(text: string): string {
  return text.replace(UNPAIRED_SURROGATES, '\uFFFD');
}

function escapeCharacter(character: string): string {
  if (character === '"' || character === '\\') return `\\${character}`;
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  if (character === '\t') return '\\t';
  const codePoint = character.codePointAt(0) ?? 0;
  return codePoint > 0xffff
    ? `\\U${codePoint.toString(16).padStart(8, '0')}`
    : `\\u${codePoint.toString(16).padStart(4, '0')}`;
}

/** A double-quoted PromQL string literal (Go's escaping rules) whose value is `text`. Never fails. */
export function quoteString(text: string): string {
  return `"${replaceUnpairedSurrogates(text).replace(MUST_ESCAPE, escapeCharacter)}"`;
}

/** An RE2 expression that matches exactly `text`. Not yet a literal: pass the result through {@link quoteString}. */
export function quoteRegex(text: string): string {
  return replaceUnpairedSurrogates(text).replace(RE2_META, '\\$&');
}
