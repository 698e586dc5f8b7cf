import type { FindExpression } from './expression';
import { nearestWord } from './nearest-word';
import { operandTable } from './operand-table';

const WORDS_ALONE = operandTable
  .filter((operand) => operand.type === 'flag' || (operand.type === 'text' && operand.alone === true))
  .flatMap(({ name, aliases }) => [name, ...aliases]);

/**
 * What a bare word that finds nothing was perhaps meant for: `idel` is understood as a part of a name. Undefined when
 * no bare word is near to an operand that can stand alone.
 */
export function suggestOperand(expression: FindExpression): string | undefined {
  switch (expression.kind) {
    case 'text':
      return nearestWord(expression.text.toLowerCase(), WORDS_ALONE);
    case 'not':
      return suggestOperand(expression.of);
    case 'and':
    case 'or':
      return expression.of.map(suggestOperand).find((word) => word !== undefined);
    default:
      return undefined;
  }
}
