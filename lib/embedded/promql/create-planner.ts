import { typeOf, unwrapParens, type Expr } from './ast';
import { PromqlError } from './errors';
import type { Planner, RangePlan, Run, ScalarPlan, Span, VectorPlan } from './plan';
import { planAggregate } from './plan-aggregate';
import { planBinary, planScalarBinary } from './plan-binary';
import { planCall, planScalarCall } from './plan-call';
import { mapValues } from './plan-math';
import { planRangeSelector, planSelector } from './plan-selector';
import { planSubquery } from './plan-subquery';

/** The planner of one evaluation: dispatches every kind of expression to the file that plans it. */
export function createPlanner(run: Run): Planner {
  const planner: Planner = {
    run,
    scalar: (expr, span) => planScalar(planner, unwrapParens(expr), span),
    vector: (expr, span) => planVector(planner, unwrapParens(expr), span),
    range: (expr, span) => planRange(planner, unwrapParens(expr), span),
    text: (expr) => {
      const inner = expr === undefined ? undefined : unwrapParens(expr);
      if (inner?.kind !== 'string') throw wrongKind('string');
      return inner.value;
    },
    typeOf,
  };
  return planner;
}

function planScalar(planner: Planner, expr: Expr, span: Span): ScalarPlan {
  switch (expr.kind) {
    case 'number':
      return { at: async () => expr.value };
    case 'unary': {
      const inner = planner.scalar(expr.expr, span);
      return expr.op === '+' ? inner : { at: async (tMs) => -(await inner.at(tMs)) };
    }
    case 'binary':
      return planScalarBinary(planner, expr, span);
    case 'call':
      return planScalarCall(planner, expr, span);
    default:
      throw wrongKind('scalar');
  }
}

function planVector(planner: Planner, expr: Expr, span: Span): VectorPlan {
  switch (expr.kind) {
    case 'selector':
      return planSelector(planner.run, expr, span);
    case 'unary': {
      const inner = planner.vector(expr.expr, span);
      return expr.op === '+' ? inner : mapValues(inner, async () => (value) => -value);
    }
    case 'binary':
      return planBinary(planner, expr, span);
    case 'aggregate':
      return planAggregate(planner, expr, span);
    case 'call':
      return planCall(planner, expr, span);
    default:
      throw wrongKind('instant vector');
  }
}

function planRange(planner: Planner, expr: Expr, span: Span): RangePlan {
  if (expr.kind === 'range') return planRangeSelector(planner.run, expr, span);
  if (expr.kind === 'subquery') return planSubquery(planner, expr, span);
  throw wrongKind('range vector');
}

/** The parser's type check makes this unreachable. */
function wrongKind(wanted: string): PromqlError {
  return new PromqlError('bad_data', `expected type ${wanted}`);
}
