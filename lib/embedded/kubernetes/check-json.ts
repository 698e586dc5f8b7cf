import { badRequestError } from './api-error';

const deepest = 100;
const mostValues = 500_000;

/** Refuses bodies that would hurt whoever walks them: nested too deep, too many values, or naming `__proto__`. */
export function checkJson(value: unknown): void {
  const pending: { value: unknown; depth: number }[] = [{ value, depth: 0 }];
  let seen = 0;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    seen += 1;
    if (seen > mostValues) throw badRequestError(`the body holds more than ${mostValues} values`);
    if (typeof next.value !== 'object' || next.value === null) continue;
    if (next.depth >= deepest) throw badRequestError(`the body is nested deeper than ${deepest} levels`);
    for (const [key, member] of Object.entries(next.value)) {
      if (key === '__proto__') throw badRequestError('the body holds a field named __proto__');
      pending.push({ value: member, depth: next.depth + 1 });
    }
  }
}
