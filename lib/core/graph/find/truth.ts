/**
 * Three values: true, false, and undefined for "does not apply here, or nobody knows". The third is never a match, and
 * its opposite is itself: what nobody knows is not found by asking for the contrary.
 */
export type Truth = boolean | undefined;

export function negate(truth: Truth): Truth {
  return truth === undefined ? undefined : !truth;
}

/** True when one is true, false when all are false. */
export function either(one: Truth, other: Truth): Truth {
  if (one === true || other === true) return true;
  return one === undefined || other === undefined ? undefined : false;
}

/** False when one is false, true when all are true. */
export function both(one: Truth, other: Truth): Truth {
  if (one === false || other === false) return false;
  return one === undefined || other === undefined ? undefined : true;
}
