import type { EdgeEnd, FindExpression } from './expression';
import type { FindContext } from './find-context';
import type { FindEdge, FindNode } from './find-graph';
import type { Operand } from './operand';
import { findOperand } from './operand-table';
import { isOrder, splitNegation } from './operators';
import { type FactTest, type Question, testFact } from './test-fact';
import { both, either, negate, type Truth } from './truth';

/** A question, ready to be asked of every element of a graph. */
export interface CompiledExpression {
  ofNode(node: FindNode, context: FindContext): Truth;
  ofEdge(edge: FindEdge, context: FindContext): Truth;
}

/**
 * Turns an expression into closures. An operand of nodes asks an edge about its ends, and is true of the edge when it
 * is true of one of them; `source.` and `target.` ask one end and apply to edges only.
 */
export function compileExpression(expression: FindExpression): CompiledExpression {
  switch (expression.kind) {
    case 'not':
      return contrary(compileExpression(expression.of));
    case 'compare':
      return compileComparison(expression);
    case 'and':
      return combine(expression.of.map(compileExpression), both, false);
    case 'or':
      return combine(expression.of.map(compileExpression), either, true);
    default:
      return compileQuestion(expression);
  }
}

/** `a != b` is `not a = b`: of an edge, neither end is b. */
function compileComparison(comparison: Extract<FindExpression, { kind: 'compare' }>): CompiledExpression {
  const { operator } = comparison;
  if (isOrder(operator)) return compileQuestion({ ...comparison, operator });
  const { positive, negates } = splitNegation(operator);
  const asked = compileQuestion({ ...comparison, operator: positive });
  return negates ? contrary(asked) : asked;
}

function contrary(inner: CompiledExpression): CompiledExpression {
  return {
    ofNode: (node, context) => negate(inner.ofNode(node, context)),
    ofEdge: (edge, context) => negate(inner.ofEdge(edge, context)),
  };
}

/** Asks the parts in turn until one decides. */
function combine(
  parts: readonly CompiledExpression[],
  join: (one: Truth, other: Truth) => Truth,
  decisive: boolean,
): CompiledExpression {
  const ask = (askPart: (part: CompiledExpression) => Truth): Truth => {
    let truth: Truth = !decisive;
    for (const part of parts) {
      truth = join(truth, askPart(part));
      if (truth === decisive) break;
    }
    return truth;
  };
  return {
    ofNode: (node, context) => ask((part) => part.ofNode(node, context)),
    ofEdge: (edge, context) => ask((part) => part.ofEdge(edge, context)),
  };
}

function compileQuestion(question: Question): CompiledExpression {
  const { operand, end } = question.kind === 'text' ? { operand: 'name', end: undefined } : question.subject;
  const found = findOperand(operand);
  const test = found && testFact(found, question);
  const readNode = found && test && askNode(found, test);
  const ofEdge = found && test && askEdge(found, test);
  return {
    ofNode: (node, context) => (end === undefined ? readNode?.(node, context) : undefined),
    ofEdge: (edge, context) => {
      if (end !== undefined) return askEnd(edge, end, context, readNode);
      if (ofEdge) return ofEdge(edge, context);
      const source = askEnd(edge, 'source', context, readNode);
      return source === true ? true : either(source, askEnd(edge, 'target', context, readNode));
    },
  };
}

type AskNode = (node: FindNode, context: FindContext) => Truth;
type AskEdge = (edge: FindEdge, context: FindContext) => Truth;

function askNode(operand: Operand, test: FactTest): AskNode | undefined {
  const { node: read } = operand;
  return read && ((node, context) => test(read(node, context), undefined));
}

function askEdge(operand: Operand, test: FactTest): AskEdge | undefined {
  const { edge: read } = operand;
  return read && ((edge, context) => test(read(edge, context), edge.unit));
}

function askEnd(edge: FindEdge, end: EdgeEnd, context: FindContext, ask: AskNode | undefined): Truth {
  const node = context.nodeOf(edge[end]);
  return node && ask?.(node, context);
}
