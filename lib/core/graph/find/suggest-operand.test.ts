import { describe, expect, it } from 'vitest';
import { parseExpression } from './parse-expression';
import { suggestOperand } from './suggest-operand';

function suggest(text: string): string | undefined {
  const parsed = parseExpression(text);
  return parsed.ok ? suggestOperand(parsed.expression) : undefined;
}

describe('a bare word', () => {
  it.each([
    ['idel', 'idle'],
    ['Degarded', 'degraded'],
    ['ns = shop and not (halthy or x)', 'healthy'],
    ['checkout', undefined],
    ['name = idel', undefined],
    ['x', undefined],
  ])('%s was perhaps meant for %s', (text, operand) => {
    expect(suggest(text)).toBe(operand);
  });
});
