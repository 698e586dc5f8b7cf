import { describe, expect, it } from 'vitest';
import { formatEdgeRate, listTraffic } from './edge-numbers';
import { sampleNode } from './sample-answer';

describe('formatEdgeRate', () => {
  it.each([
    ['requests', 12.4, undefined, '12.4 rps'],
    ['messages', 3, undefined, '3 msg/s'],
    ['messages', 1200, undefined, '1.2k msg/s'],
    ['bytes', 1200, undefined, '1.2 kB/s'],
    ['requests', 3 / 7200, undefined, '0.000417 rps'],
    ['requests', 3 / 7200, 7200, '3 in 2h'],
    ['requests', 1 / 86_400, 86_400, '1 in 1d'],
    ['messages', 2 / 600, 600, '2 in 10m'],
    ['requests', 0, 300, '0 rps'],
    ['requests', 0.2, 60, '0.2 rps'],
    ['requests', 0.05, 86_400, '0.05 rps'],
    ['bytes', 3 / 7200, 7200, '0.000417 B/s'],
  ] as const)('prints %s at %d over %s as %s', (unit, perSecond, windowSeconds, text) => {
    expect(formatEdgeRate({ unit }, perSecond, windowSeconds)).toBe(text);
  });
});

describe('listTraffic', () => {
  it('calls gRPC messages what they are, and knows nothing of their failures', () => {
    const node = sampleNode('feed');
    node.traffic.grpc = { in: 250, out: 0, inErr: 0, outErr: 0 };
    const rates = { http: 'requests', grpc: 'total', tcp: 'total' } as const;
    expect(listTraffic(node, rates)).toContainEqual({
      label: 'gRPC',
      inbound: '250 msg/s',
      inboundErrors: '–',
      outbound: '0 msg/s',
      outboundErrors: '–',
    });
  });
});
