import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printDuration } from '@/lib/core/mesh/duration';
import type { Outcome } from '@/lib/core/mesh/problem';
import { nodeId } from '@/lib/core/graph/node-identity';
import { grpcRates, httpRates, tcpRates } from './graph';
import { GRAPH_PARAMETERS, parseGraphRequest, type GraphRequest } from './graph-request';
import { parseHistoryRequest } from './history-request';

const name = fc.oneof(
  fc.constantFrom(...GRAPH_PARAMETERS, 'node', 'edge', '__proto__', 'constructor', ''),
  fc.string({ unit: 'binary' }),
);
const value = fc.oneof(
  fc.constantFrom('true', 'false', '5m', '0m', 'app', 'service', 'bookinfo', '1767225600', '', '%', ','),
  fc.string({ unit: 'binary' }),
  fc.stringMatching(/^[0-9a-z.,-]{0,30}$/),
);
const query = fc.array(fc.tuple(name, value), { maxLength: 6 });

function expectAnswer(read: Outcome<unknown>): void {
  if (read.ok) return;
  expect(read.problem.code).toMatch(/^[a-z]+(-[a-z]+)+$/);
  expect(read.problem.message).toMatch(/^[A-Za-z].*\.$/s);
}

describe('requests', () => {
  it('are either read or refused with a code and a sentence, whatever is sent', () => {
    fc.assert(
      fc.property(query, (pairs) => {
        expectAnswer(parseGraphRequest(new URLSearchParams(pairs)));
        expectAnswer(parseHistoryRequest(new URLSearchParams(pairs)));
      }),
      { numRuns: 5000 },
    );
  });

  it('do not repeat in a problem what was sent', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...GRAPH_PARAMETERS),
        fc.constantFrom('<script>alert(1)</script>'),
        (field, sent) => {
          const read = parseGraphRequest(new URLSearchParams([[field, sent]]));
          expect(read.ok ? '' : read.problem.message).not.toContain('script');
          expect(read.ok).toBe(false);
        },
      ),
    );
  });

  it('mean the same after they were written out', () => {
    const request: fc.Arbitrary<GraphRequest> = fc.record(
      {
        namespaces: fc
          .uniqueArray(fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,20}[a-z0-9])?$/), {
            minLength: 1,
            maxLength: 6,
          })
          .map((names) => names.sort()),
        level: fc.constantFrom('versionedApp', 'app', 'workload', 'service' as const),
        serviceNodes: fc.boolean(),
        windowSeconds: fc.integer({ min: 30, max: 30 * 86_400 }),
        atSeconds: fc.integer({ min: 1, max: 99_999_999_999 }),
        idle: fc.boolean(),
        rates: fc.record({
          http: fc.constantFrom(...httpRates),
          grpc: fc.constantFrom(...grpcRates),
          tcp: fc.constantFrom(...tcpRates),
        }),
        legs: fc.boolean(),
        node: fc.constant({ kind: 'app' as const, cluster: 'east', app: 'web', version: 'v|1' }),
      },
      { requiredKeys: ['level', 'serviceNodes', 'windowSeconds', 'idle', 'rates', 'legs'] },
    );
    fc.assert(
      fc.property(request, (wanted) => {
        const written = new URLSearchParams({
          level: wanted.level,
          serviceNodes: String(wanted.serviceNodes),
          window: printDuration(wanted.windowSeconds),
          idle: String(wanted.idle),
          rateHttp: wanted.rates.http,
          rateGrpc: wanted.rates.grpc,
          rateTcp: wanted.rates.tcp,
          legs: String(wanted.legs),
        });
        if (wanted.namespaces !== undefined) written.set('namespaces', wanted.namespaces.join(','));
        if (wanted.atSeconds !== undefined) written.set('at', String(wanted.atSeconds));
        if (wanted.node !== undefined) written.set('node', nodeId(wanted.node));
        expect(parseGraphRequest(written)).toEqual({ ok: true, value: wanted });
      }),
      { numRuns: 2000 },
    );
  });
});
