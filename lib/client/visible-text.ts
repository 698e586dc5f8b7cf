/**
 * Characters that change how their neighbours are read without being seen: controls, zero-width marks and
 * directional overrides. A name holding one could pose as another name.
 */
const INVISIBLE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

/** The text with invisible characters written out: `a\u{202e}b`. */
export function makeVisible(text: string): string {
  return text.replace(INVISIBLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
