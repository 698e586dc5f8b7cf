import { describe, expect, it } from 'vitest';
import type { GraphEdge } from '../graph/mesh-graph';
import { sampleMesh } from '../graph/sample-mesh';
import { observeOutcome } from './seen-outcome';

const node = { kind: 'workload', namespace: 'shop', workload: 'api' } as const;
const [sample] = sampleMesh([{ ...node, workload: 'web' }, node, 4]).edges;

function http(...responses: readonly (readonly [code: string, flags: string, rate: number])[]): GraphEdge {
  if (sample === undefined) throw new Error('There is no edge.');
  const told = responses.map(([code, flags, rate]) => ({ code, flags, rate, host: '' }));
  return { ...sample, responses: told };
}

function tcp(
  rate: number,
  connections: NonNullable<GraphEdge['connections']>,
  flags: readonly string[] = [],
): GraphEdge {
  const responses = flags.map((flag) => ({ code: '-', flags: flag, host: '', rate: connections.failed }));
  return { ...http(), protocol: 'tcp', unit: 'bytes', rate, connections, responses };
}

describe('what was seen of an edge', () => {
  it.each<[string, GraphEdge, string, readonly string[]]>([
    ['requests that were answered', http(['200', '-', 4]), 'passes', []],
    ['requests that all failed otherwise', http(['503', 'UH', 4]), 'passes', []],
    ['403 for everything', http(['403', '-', 4]), 'refused', ['likely']],
    ['403 for a part', http(['200', '-', 3], ['403', '-', 1]), 'partlyRefused', ['likely']],
    ['403 for almost nothing', http(['200', '-', 999], ['403', '-', 1]), 'passes', []],
    ['403 by an external authorizer', http(['403', 'UAEX', 4]), 'refused', ['policy']],
    ['gRPC that is not permitted', { ...http(['7', '-', 4]), protocol: 'grpc' }, 'refused', ['likely']],
    ['HTTP with a code of 7', http(['7', '-', 4]), 'passes', []],
    ['connections that did not come about', http(['-', 'UF', 4]), 'refused', ['connection']],
    ['TCP that carries bytes', tcp(10, { opened: 2, closed: 2, failed: 0 }), 'passes', []],
    ['TCP that carries nothing', tcp(0, { opened: 2, closed: 2, failed: 0 }), 'refused', ['closed']],
    [
      'TCP that ztunnel refuses',
      tcp(0, { opened: 2, closed: 0, failed: 2 }, ['DENY']),
      'refused',
      ['policy'],
    ],
    ['TCP that fails', tcp(0, { opened: 0, closed: 0, failed: 2 }), 'refused', ['connection']],
    ['nothing', { ...http(), rate: 0 }, 'silent', []],
  ])('%s', (_, edge, state, proofs) => {
    const outcome = observeOutcome(edge);
    expect({ state: outcome.state, proofs: outcome.signs.map(({ proof }) => proof) }).toEqual({
      state,
      proofs,
    });
  });

  it('adds up what is reported of several hosts', () => {
    const { signs } = observeOutcome(http(['403', '-', 1], ['403', '-', 2]));
    expect(signs).toEqual([{ code: '403', flags: '-', rate: 3, proof: 'likely' }]);
  });

  it('says that an application may answer 403, too', () => {
    expect(observeOutcome(http(['403', '-', 4])).reason).toContain('so may the application');
  });
});
