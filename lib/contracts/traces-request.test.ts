import { describe, expect, it } from 'vitest';
import { edgeId } from '@/lib/core/graph/edge-id';
import { nodeId } from '@/lib/core/graph/node-identity';
import { parseTracesRequest } from './traces-request';

const web = { kind: 'app', namespace: 'shop', app: 'web', version: 'v1' } as const;
const cart = { kind: 'workload', namespace: 'shop', workload: 'cart' } as const;
const edge = { source: nodeId(web), target: nodeId(cart) };

const parse = (parameters: Record<string, string>) => parseTracesRequest(new URLSearchParams(parameters));

describe('a request for traces', () => {
  it('names an edge by its ends, or a node', () => {
    expect(edgeId(web, cart, 'http')).toBe(`${edge.source}>${edge.target}>http`);
    expect(
      parse({ ...edge, errors: 'true', minDurationMs: '12.5', window: '10m', at: '1700000000', limit: '5' }),
    ).toEqual({
      ok: true,
      value: {
        part: { kind: 'edge', source: web, target: cart },
        errors: true,
        minDurationMs: 12.5,
        windowSeconds: 600,
        atSeconds: 1_700_000_000,
        limit: 5,
        level: 'versionedApp',
        serviceNodes: false,
      },
    });
    expect(parse({ node: nodeId(web) })).toMatchObject({
      ok: true,
      value: { part: { kind: 'node', node: web }, errors: false, limit: 20 },
    });
  });

  it.each<[Record<string, string>, string, string | undefined]>([
    [{}, 'invalid-part', 'node'],
    [{ ...edge, node: edge.source }, 'invalid-part', 'node'],
    [{ source: edge.source }, 'invalid-part', 'target'],
    [{ ...edge, source: 'web' }, 'invalid-part', 'source'],
    [{ ...edge, errors: 'yes' }, 'invalid-boolean', 'errors'],
    [{ ...edge, minDurationMs: '5ms' }, 'invalid-duration', 'minDurationMs'],
    [{ ...edge, minDurationMs: '99999999' }, 'invalid-duration', 'minDurationMs'],
    [{ ...edge, limit: '0' }, 'invalid-limit', 'limit'],
    [{ ...edge, limit: '1e2' }, 'invalid-limit', 'limit'],
    [{ ...edge, window: '1s' }, 'window-out-of-range', 'window'],
    [{ ...edge, operation: 'x' }, 'unknown-parameter', undefined],
  ])('%j is refused', (parameters, code, field) => {
    const outcome = parse(parameters);
    expect(outcome).toMatchObject({ ok: false, problem: { code } });
    expect(outcome.ok ? undefined : outcome.problem.field).toBe(field);
  });
});
