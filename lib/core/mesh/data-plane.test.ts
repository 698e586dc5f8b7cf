import { describe, expect, it } from 'vitest';
import { readDataPlane, type DataPlane } from './data-plane';

describe('readDataPlane', () => {
  it.each<[Record<string, string>, DataPlane]>([
    [{}, 'none'],
    [{ 'istio-injection': 'enabled' }, 'sidecar'],
    [{ 'istio-injection': 'disabled' }, 'none'],
    [{ 'istio.io/rev': 'canary' }, 'sidecar'],
    [{ 'istio-injection': 'disabled', 'istio.io/rev': 'canary' }, 'none'],
    [{ 'istio-injection': 'enabled', 'istio.io/rev': 'canary' }, 'sidecar'],
    [{ 'istio.io/dataplane-mode': 'ambient' }, 'ambient'],
    [{ 'istio.io/dataplane-mode': 'none' }, 'none'],
    [{ 'istio-injection': 'disabled', 'istio.io/dataplane-mode': 'ambient' }, 'ambient'],
    [{ 'istio-injection': 'enabled', 'istio.io/dataplane-mode': 'ambient' }, 'sidecar'],
    [{ 'istio-injection': 'true' }, 'none'],
  ])('reads %j as %s', (labels, plane) => {
    expect(readDataPlane(labels)).toBe(plane);
  });
});
