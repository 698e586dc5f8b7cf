import { describe, expect, it } from 'vitest';
import { scopeOf } from './policy-scope';

describe('what a policy is for', () => {
  it.each([
    ['istio-system', {}, 'mesh'],
    ['istio-system', { app: 'a' }, 'ignored'],
    ['shop', {}, 'namespace'],
    ['shop', { app: 'a' }, 'workload'],
    [undefined, {}, 'namespace'],
  ])('in %s with selector %j it is: %s', (namespace, selector, scope) => {
    expect(scopeOf({ ...(namespace === undefined ? {} : { namespace }), selector }, 'istio-system')).toBe(
      scope,
    );
  });
});
