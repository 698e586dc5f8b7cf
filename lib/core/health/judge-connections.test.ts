import { describe, expect, it } from 'vitest';
import type { Health } from '../graph/mesh-graph';
import { conclude } from './conclude';
import { judgeConnections } from './judge-connections';

interface Connections {
  readonly opened: number;
  readonly closed: number;
  readonly failed: number;
}

function judge(...edges: { errorRate?: number; connections?: Connections }[]): Health {
  return conclude(
    judgeConnections(
      edges.map((edge) => ({ errorRate: 0, ...edge })),
      'TCP connections',
    ),
  );
}

const ended = (closed: number, failed: number) => ({ connections: { opened: 1, closed, failed } });

describe('TCP edges whose connections are counted', () => {
  it.each<[number, number, Health['status'], string[]]>([
    [1, 0, 'healthy', []],
    [0, 0, 'healthy', []],
    [999, 1, 'degraded', ['0.1 % of TCP connections failed; exceeds the 0 % tolerance for degraded.']],
    [91, 9, 'degraded', ['9 % of TCP connections failed; exceeds the 0 % tolerance for degraded.']],
    [9, 1, 'failing', ['10 % of TCP connections failed; reaches the 10 % tolerance for failing.']],
    [0, 0.2, 'failing', ['100 % of TCP connections failed; exceeds the 10 % tolerance for failing.']],
  ])('of which %d closed and %d failed are %s', (closed, failed, status, reasons) => {
    expect(judge(ended(closed, failed))).toEqual({ status, reasons });
  });

  it('are judged together', () => {
    expect(judge(ended(0, 1), ended(99, 0)).reasons).toEqual([
      '1 % of TCP connections failed; exceeds the 0 % tolerance for degraded.',
    ]);
  });

  it('are judged by connections, not by the bytes of those that failed', () => {
    expect(judge({ errorRate: 100, ...ended(1, 0) }).status).toBe('healthy');
  });
});

describe('TCP edges whose connections are not counted', () => {
  it('are degraded by bytes of connections with a failure flag', () => {
    expect(judge({ errorRate: 1 })).toEqual({
      status: 'degraded',
      reasons: ['Some connections ended with a failure flag.'],
    });
    expect(judge({}).status).toBe('healthy');
  });

  it('do not hide what the others count', () => {
    expect(judge({ errorRate: 1 }, ended(1, 1)).status).toBe('failing');
    expect(judge(ended(1, 0), { errorRate: 1 }).status).toBe('degraded');
  });
});

it('says nothing of no edge', () => {
  expect(judgeConnections([], 'TCP connections')).toEqual([]);
});
