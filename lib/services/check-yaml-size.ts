import { CST, Lexer } from 'yaml';

/** Deeper than any object of Kubernetes is. */
const DEEPEST_BRACKETS = 50;
/** Columns and marks before a line's own text: each level of nesting takes at least one. */
const WIDEST_INDENT = 200;
/** A parser needs time for each of them, and more where it finds fault with it. */
const MOST_TOKENS = 40_000;

/**
 * Whether a YAML text is `deep`er than people write, or has `many` more parts. Thousands of brackets bring a parser that
 * goes down into them to the end of its stack, and the whole process with it; this only takes the text apart, one token
 * after the other.
 */
export function checkYamlSize(text: string): 'deep' | 'many' | undefined {
  let tokens = 0;
  let brackets = 0;
  let indent = 0;
  let isText = false;
  for (const token of new Lexer().lex(text)) {
    tokens += 1;
    // After its mark comes a text as it is, which may look like anything.
    if (isText) {
      if (token.includes('\n')) indent = 0;
      isText = false;
      continue;
    }
    isText = token === CST.SCALAR;
    switch (CST.tokenType(token)) {
      case 'flow-seq-start':
      case 'flow-map-start':
        brackets += 1;
        break;
      case 'flow-seq-end':
      case 'flow-map-end':
        brackets = Math.max(0, brackets - 1);
        break;
      case 'doc-start':
      case 'doc-end':
        brackets = 0;
        indent = 0;
        break;
      case 'newline':
        indent = 0;
        break;
      // Each of these may begin something within what stands before it on its line.
      case 'seq-item-ind':
      case 'explicit-key-ind':
      case 'map-value-ind':
        if (brackets === 0) indent += 1;
        break;
      case 'space':
        if (brackets === 0) indent += token.length;
        break;
      default:
    }
    if (brackets > DEEPEST_BRACKETS || indent > WIDEST_INDENT) return 'deep';
    if (tokens > MOST_TOKENS) return 'many';
  }
  return undefined;
}
