import type { FieldProblem } from '../kubernetes/field-reader';
import { compareText } from '../mesh/compare-text';
import { joinKey } from '../mesh/join-key';
import type { ObjectPlace, RouteProblem, RouteProblemCode } from './route-plan';

/** An object full of faults must not fill the answer. */
const MOST_PROBLEMS = 40;

/** What is wrong with one object. */
export class ProblemLog {
  readonly found: RouteProblem[] = [];

  constructor(readonly object: ObjectPlace) {}

  add(code: RouteProblemCode, path: string, message: string): void {
    if (this.found.length < MOST_PROBLEMS) this.found.push({ code, message, object: this.object, path });
  }

  /** Fields that could not be read, except those that are told otherwise. */
  addFields(problems: readonly FieldProblem[]): void {
    const told = new Set(this.found.map(({ path }) => path));
    for (const { path, message } of problems) {
      if (!told.has(path)) this.add('malformed-field', path, `${path || 'The object'} ${message}.`);
    }
  }
}

/** Each once, in an order that does not depend on how they were found. */
export function inOrder(problems: readonly RouteProblem[]): RouteProblem[] {
  if (problems.length < 2) return [...problems];
  const keyed = problems.map((one): [string, RouteProblem] => [
    joinKey(one.object.kind, one.object.namespace, one.object.name, one.path, one.code, one.message),
    one,
  ]);
  return [...new Map(keyed).values()].sort(
    (a, b) =>
      compareText(a.object.namespace, b.object.namespace) ||
      compareText(a.object.name, b.object.name) ||
      compareText(a.object.kind, b.object.kind) ||
      compareText(a.path, b.path) ||
      compareText(a.code, b.code) ||
      compareText(a.message, b.message),
  );
}
