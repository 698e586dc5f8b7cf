import { describe, expect, it } from 'vitest';
import type { GraphNode } from '@/lib/contracts/graph';
import { speakNode } from './describe-graph';
import { edgeLabel, farEdgeLabel } from './edge-label';
import { badgeText } from './node-flags';
import { farNodeLabel, nodeLabel } from './node-label';
import { sampleEdge, sampleNode } from './sample-graph';
import { shortenMiddle } from './paint/shorten-middle';

const [a, b] = [sampleNode('app', 'a'), sampleNode('app', 'b')];

describe('nodeLabel', () => {
  it('shows the name, then the version', () => {
    expect(nodeLabel(sampleNode('app', 'reviews', { version: 'v2' }))).toBe('reviews\nv2');
  });

  it('leaves out versions that say nothing', () => {
    expect(nodeLabel(sampleNode('app', 'reviews', { version: 'latest' }))).toBe('reviews');
    expect(nodeLabel(sampleNode('app', 'reviews', { version: 'unknown' }))).toBe('reviews');
  });

  it('puts a sign before the name of whatever needs a person', () => {
    expect(nodeLabel(sampleNode('service', 'ratings', { status: 'failing' }))).toBe('✕ ratings');
    expect(nodeLabel(sampleNode('service', 'ratings', { status: 'degraded' }))).toBe('▲ ratings');
    expect(nodeLabel(sampleNode('service', 'ratings', { status: 'notReady' }))).toBe('! ratings');
    expect(nodeLabel(sampleNode('service', 'ratings', { status: 'unknown' }))).toBe('? ratings');
  });

  it('shows an idle node as idle, not as unknown', () => {
    expect(nodeLabel(sampleNode('workload', 'batch', { status: 'unknown', flags: ['idle'] }))).toBe(
      'batch\n○ idle',
    );
  });

  it('names one badge, shows several as glyphs and counts the rest', () => {
    expect(badgeText(['noSidecar'])).toBe('⊘ no sidecar');
    expect(badgeText(['someWithoutSidecar'])).toBe('◐ some without');
    expect(badgeText(['workloadEntry', 'root'])).toBe('▣ outside cluster');
    expect(badgeText(['idle', 'noSidecar'])).toBe('⊘ ○');
    expect(badgeText(['idle', 'noSidecar', 'gone', 'outside'])).toBe('⊘ † ○ +1');
  });

  it('shortens a long name in the middle, and more from afar', () => {
    const long = sampleNode('workload', 'recommendation-engine-batch-7f9c4d');
    expect(nodeLabel(long)).toBe('recommendat…tch-7f9c4d');
    expect(farNodeLabel(long)).toBe('recomme…7f9c4d');
  });

  it('makes characters visible that would turn the text around, and keeps markup as text', () => {
    expect(nodeLabel(sampleNode('app', 'a\u202eb'))).not.toContain('\u202e');
    expect(nodeLabel(sampleNode('app', '<b>x</b>\n'))).toMatch(/^<b>x<\/b>[^\n]+$/);
  });

  it('calls a node without any name by its kind', () => {
    expect(nodeLabel(sampleNode('unknown', ''))).toBe('unknown');
    expect(nodeLabel(sampleNode('aggregate', ''))).toBe('others');
  });
});

describe('edgeLabel', () => {
  it('carries units', () => {
    expect(edgeLabel(sampleEdge(a, b, { rate: 12.4 }), ['rate'], 300)).toBe('12.4 rps');
    expect(edgeLabel(sampleEdge(a, b, { rate: 1_240, protocol: 'tcp' }), ['rate'], 300)).toBe('1.24 kB/s');
    expect(edgeLabel(sampleEdge(a, b, { rate: 10, errorRate: 0.08 }), ['errors'], 300)).toBe('0.8 % err');
    expect(edgeLabel(sampleEdge(a, b, { p95: 48 }), ['p95'], 300)).toBe('p95 48 ms');
  });

  it('says nothing where nothing was measured', () => {
    expect(edgeLabel(sampleEdge(a, b, { protocol: 'tcp' }), ['errors'], 300)).toBe('');
    expect(edgeLabel(sampleEdge(a, b, { rate: 0 }), ['errors'], 300)).toBe('');
    expect(edgeLabel(sampleEdge(a, b), ['p95'], 300)).toBe('');
    expect(edgeLabel(sampleEdge(a, b), [], 300)).toBe('');
  });

  it('marks a failing edge by a sign whatever it shows, and adds the share to the rate', () => {
    const failing = sampleEdge(a, b, { rate: 10, errorRate: 2, status: 'failing' });
    expect(edgeLabel(failing, ['rate'], 300)).toBe('✕ 10 rps\n20 % err');
    expect(edgeLabel(failing, [], 300)).toBe('✕');
    expect(farEdgeLabel(failing, ['rate'], 300)).toBe('✕ 20 % err');
  });
});

describe('edgeLabel with several labels', () => {
  const edge = {
    ...sampleEdge(a, b, { rate: 12.4, errorRate: 0.1 }),
    latencyMs: { avg: 9, p50: 8, p95: 48 },
    throughput: { request: 1_200, response: 40_000 },
  };

  it('writes latencies in one line and all else below each other', () => {
    expect(edgeLabel(edge, ['rate', 'errors', 'p50', 'p95', 'throughput', 'mtls'], 300).split('\n')).toEqual([
      '12.4 rps',
      '0.806 % err',
      'p50 8 ms · p95 48 ms',
      '↑ 1.2 kB/s ↓ 40 kB/s',
      '◆',
    ]);
  });

  it('writes the average where no quantile that was asked for is known', () => {
    expect(edgeLabel({ ...edge, latencyMs: { avg: 9 } }, ['p99'], 300)).toBe('avg 9 ms');
    expect(edgeLabel({ ...edge, latencyMs: { avg: 9 } }, ['rate'], 300)).toBe('12.4 rps');
  });

  it('keeps signs of plaintext, a waypoint and disagreement beside whatever is written', () => {
    const marked = {
      ...edge,
      mtls: { mutual: 1, plaintext: 3, unknown: 0 },
      via: ['shop/waypoint'],
      disagreement: 'They differ.',
    };
    expect(edgeLabel(marked, ['rate'], 300)).toBe('12.4 rps ◆◇ ◈ ≠');
    expect(edgeLabel(marked, ['mtls'], 300)).toBe('◆◇ 25 % ◈ ≠');
    expect(edgeLabel(marked, [], 300)).toBe('');
  });

  it('tells four states of mTLS apart', () => {
    const say = (mutual: number, plaintext: number, unknown: number) =>
      edgeLabel({ ...edge, mtls: { mutual, plaintext, unknown } }, ['mtls'], 300);
    expect([say(1, 0, 0), say(0, 1, 0), say(1, 1, 0), say(0, 0, 1)]).toEqual(['◆', '◇', '◆◇ 50 %', '◇?']);
  });
});

describe('badges of configuration', () => {
  const leg = { host: 'reviews', weight: 50, share: 0.5 };
  const routed = (destinations: (typeof leg)[]) => ({
    ...sampleNode('service', 'reviews'),
    config: [{ kind: 'VirtualService', namespace: 'n', name: 'reviews', summary: '', destinations }],
  });

  it('marks a service whose route has weights, and one that merely has a route', () => {
    expect(nodeLabel(routed([leg, leg]))).toBe('reviews\n⇉');
    expect(nodeLabel(routed([leg]))).toBe('reviews\n↝');
    expect(nodeLabel(routed([leg, { ...leg, weight: 0 }]))).toBe('reviews\n↝');
    expect(nodeLabel({ ...routed([]), config: [] })).toBe('reviews');
  });

  it('marks what routes and rules do beside sending on', () => {
    const config = [
      {
        kind: 'VirtualService',
        namespace: 'shop',
        name: 'a',
        summary: '',
        traits: ['mirroring', 'faultInjection'],
      },
      { kind: 'DestinationRule', namespace: 'shop', name: 'b', summary: '', traits: ['circuitBreaker'] },
      {
        kind: 'VirtualService',
        namespace: 'shop',
        name: 'c',
        summary: '',
        traits: ['requestTimeout', 'requestRouting'],
      },
    ] satisfies GraphNode['config'];
    expect(nodeLabel({ ...routed([]), config })).toBe('reviews\n☇ ⌁ ❐ ◷');
    expect(speakNode({ ...routed([]), config })).toContain(
      'fault injection, circuit breaker, mirrored, request timeout',
    );
  });
});

describe('a folded box', () => {
  it('is named after what it holds, with the count kept whole', () => {
    const box = { ...sampleNode('aggregate', ''), namespace: 'payments' };
    expect(nodeLabel(box, 6)).toBe('payments · 6');
    expect(farNodeLabel({ ...box, namespace: 'a-namespace-with-a-long-name' }, 128)).toBe('a-na…ame · 128');
  });
});

describe('shortenMiddle', () => {
  it('never cuts a character in two and never exceeds its room', () => {
    for (const room of [1, 2, 3, 8]) {
      const short = shortenMiddle('😀'.repeat(20), room);
      expect([...short]).toHaveLength(room);
      expect(short.isWellFormed()).toBe(true);
    }
    expect(shortenMiddle('abc', 3)).toBe('abc');
  });
});
