import { describe, expect, it } from 'vitest';
import type { Health } from '../graph/mesh-graph';
import { conclude } from './conclude';
import { judgeReplicas } from './judge-replicas';

function judge(...workloads: [desired: number, available: number][]): Health {
  return conclude(
    judgeReplicas(
      workloads.map(([desired, available], index) => ({
        name: `reviews-v${index + 1}`,
        replicas: { desired, ready: available, available },
      })),
    ),
  );
}

describe('one workload', () => {
  it.each<[number, number, Health]>([
    [0, 0, { status: 'notReady', reasons: ['Scaled to 0 replicas.'] }],
    [3, 3, { status: 'healthy', reasons: [] }],
    [3, 4, { status: 'healthy', reasons: [] }],
    [3, 2, { status: 'degraded', reasons: ['2 of 3 replicas are available.'] }],
    [3, 0, { status: 'failing', reasons: ['0 of 3 replicas are available.'] }],
  ])('of %i wanted replicas %i are available', (desired, available, health) => {
    expect(judge([desired, available])).toEqual(health);
  });
});

describe('several workloads', () => {
  it('fail when none has a replica left, each with its own reason', () => {
    expect(judge([1, 0], [3, 0])).toEqual({
      status: 'failing',
      reasons: ['reviews-v1: 0 of 1 replicas are available.', 'reviews-v2: 0 of 3 replicas are available.'],
    });
  });

  it('are degraded while one of them still answers', () => {
    expect(judge([1, 1], [1, 0], [2, 1])).toEqual({
      status: 'degraded',
      reasons: ['reviews-v2: 0 of 1 replicas are available.', 'reviews-v3: 1 of 2 replicas are available.'],
    });
  });

  it('are not ready when all are scaled to 0', () => {
    expect(judge([0, 0], [0, 0])).toEqual({
      status: 'notReady',
      reasons: ['reviews-v1: scaled to 0 replicas.', 'reviews-v2: scaled to 0 replicas.'],
    });
  });

  it('are healthy when one is scaled to 0 beside others that run', () => {
    expect(judge([0, 0], [2, 2])).toEqual({ status: 'healthy', reasons: [] });
  });

  it('fail when the only one that is wanted is down', () => {
    expect(judge([0, 0], [2, 0])).toEqual({
      status: 'failing',
      reasons: ['reviews-v2: 0 of 2 replicas are available.', 'reviews-v1: scaled to 0 replicas.'],
    });
  });

  it('are told in the order of their names', () => {
    const down = (name: string) => ({ name, replicas: { desired: 1, ready: 0, available: 0 } });
    const reasons = judgeReplicas([down('b'), down('a')]).map(({ reason }) => reason);
    expect(reasons).toEqual(['a: 0 of 1 replicas are available.', 'b: 0 of 1 replicas are available.']);
  });

  it('say nothing where there is none', () => {
    expect(judgeReplicas([])).toEqual([]);
  });
});
