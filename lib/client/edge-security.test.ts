import { describe, expect, it } from 'vitest';
import type { DeclaredCall } from '@/lib/contracts/declared-security';
import type { GraphEdge, GraphNode } from '@/lib/contracts/graph';
import { explainSecurity, isSecurityLabelAbsent, partText, securityState } from './edge-security';
import { sampleEdge, sampleNode } from './sample-answer';

const web = sampleNode('web');
const api = sampleNode('api');
const stranger = sampleNode('?', { kind: 'unknown' });

type Rates = readonly [mutual: number, plaintext: number, unknown: number];

function edge([mutual, plaintext, unknown]: Rates, more: Partial<GraphEdge> = {}): GraphEdge {
  const rate = mutual + plaintext + unknown;
  return sampleEdge('web', 'api', rate, { mtls: { mutual, plaintext, unknown }, ...more });
}

function declare(more: Partial<DeclaredCall>): Partial<GraphEdge> {
  const auto = { outcome: 'plaintext', reason: 'So it is.', clientProxy: 'sidecar' } as const;
  return { declared: { ...auto, asked: ['AUTO'], rules: [], accepts: ['PERMISSIVE'], ...more } };
}

const security = (proxy: NonNullable<GraphNode['security']>['proxy']) =>
  ({ security: { mode: 'PERMISSIVE', proxy, reason: '' } }) as const;

const BY_SERVER = { reportedBy: { destination: { rate: 1, errorRate: 0 }, chosen: 'destination' } } as const;

describe('how an edge was protected', () => {
  it.each([
    ['mutual', [2, 0, 0], undefined],
    ['part', [3, 1, 0], '75 %'],
    ['part', [1, 0, 1], '50 %'],
    ['plaintext', [0, 2, 0], undefined],
    ['plaintext', [0, 2, 1], undefined],
    ['unknown', [0, 0, 2], undefined],
    ['unknown', [0, 0, 0], undefined],
  ] as const)('is %s for %j', (state, rates, share) => {
    expect([securityState(edge(rates)), partText(edge(rates))]).toEqual([state, share]);
  });
});

describe('why an edge is not all mutual TLS', () => {
  const why = (
    one: GraphEdge,
    more: { source?: GraphNode; target?: GraphNode; labelAbsent?: boolean } = {},
  ) => explainSecurity(one, { source: web, target: api, labelAbsent: false, ...more });

  it('needs no reason where it is', () => {
    expect(why(edge([1, 0, 0]))).toBeUndefined();
  });

  it.each([
    ['nobody knows who calls', edge([0, 1, 0]), { source: stranger }, 'caller unknown'],
    ['the caller has no proxy', edge([0, 1, 0], declare({ clientProxy: 'none' })), {}, 'caller has no proxy'],
    [
      'a rule says so',
      edge([0, 1, 0], declare({ rules: ['a/r'], asked: ['DISABLE'] })),
      {},
      'by DestinationRule',
    ],
    ['the server is told to', edge([0, 1, 0], declare({ accepts: ['DISABLE'] })), {}, 'server is DISABLE'],
    [
      'ztunnel has no other way',
      edge([0, 1, 0], declare({ clientProxy: 'ambient' })),
      {},
      'ztunnel to sidecar',
    ],
    ['it is declared so', edge([1, 1, 0], declare({})), {}, 'as declared'],
    ['nothing explains it', edge([0, 1, 0], declare({ outcome: 'mutual' })), {}, 'not as declared'],
    ['nothing is declared', edge([0, 1, 0]), {}, ''],
    ['the label is absent', edge([0, 0, 1]), { labelAbsent: true }, 'label absent'],
    ['only the caller reports', edge([0, 0, 1]), {}, 'only caller reports'],
    ['nobody who reported told', edge([0, 0, 1], BY_SERVER), {}, 'not reported'],
    [
      'the server has no proxy',
      edge([0, 0, 1]),
      { target: { ...api, ...security('none') } },
      'server has no proxy',
    ],
    [
      'it goes outside',
      edge([0, 0, 1]),
      { target: sampleNode('host', { kind: 'external' }) },
      'outside the mesh',
    ],
    ['it is refused', edge([0, 0, 1], declare({ outcome: 'broken' })), {}, 'would be refused'],
    ['nothing was called', edge([0, 0, 0]), {}, 'no traffic'],
    ['a part is unknown', edge([1, 0, 1], BY_SERVER), {}, 'not reported'],
  ] as const)('is said where %s', (_title, one, more, short) => {
    expect(why(one, more)?.short).toBe(short);
    expect(why(one, more)?.reason).toMatch(/\.$/);
  });
});

describe('the absent label', () => {
  it('is known by its warning alone', () => {
    const warn = (message: string) =>
      isSecurityLabelAbsent({ warnings: [{ code: 'label-absent', message }] });
    expect(warn('No series has connection_security_policy.')).toBe(true);
    expect(warn('No series has response_flags.')).toBe(false);
  });
});
