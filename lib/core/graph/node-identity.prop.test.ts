import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edgeId, parseEdgeId } from './edge-id';
import type { NodeIdentity } from './mesh-graph';
import { nodeId, parseNodeId } from './node-identity';

const KINDS = ['app', 'workload', 'service', 'unknown', 'external', 'aggregate'] as const;
const FIELDS = ['cluster', 'namespace', 'service', 'app', 'workload', 'version'] as const;

/** UTF-16 code units of any kind, lone surrogates included. */
const anyText = fc.oneof(
  fc.constantFrom(
    '|',
    '>',
    '%',
    '%7C',
    '%zz',
    'a|b>c%d',
    '\ud800',
    'x\udfff',
    '😀',
    '__proto__',
    ' ',
    '\u0000',
  ),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { minLength: 1, maxLength: 12 })
    .map((units) => String.fromCharCode(...units)),
);

const identity: fc.Arbitrary<NodeIdentity> = fc
  .tuple(fc.constantFrom(...KINDS), fc.array(fc.option(anyText), { minLength: 6, maxLength: 6 }))
  .map(([kind, values]) => {
    const node: NodeIdentity = { kind };
    for (const [i, field] of FIELDS.entries()) {
      const value = values[i];
      if (value !== null && value !== undefined) node[field] = value;
    }
    return node;
  });

/** What an identity is after its text has been through UTF-8. */
function wellFormed(node: NodeIdentity): NodeIdentity {
  const copy: NodeIdentity = { kind: node.kind };
  for (const field of FIELDS) {
    const value = node[field];
    if (value !== undefined) copy[field] = value.toWellFormed();
  }
  return copy;
}

const anyId = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom('service', 'unknown', '', '|', '>', '%', '%41', '%C3', 'http', 'a'), {
      maxLength: 20,
    })
    .map((parts) => parts.join('')),
);

describe('node ids', () => {
  it('read back as the identity they were printed from', () => {
    fc.assert(
      fc.property(identity, (node) => {
        expect(parseNodeId(nodeId(node))).toEqual(wellFormed(node));
      }),
      { numRuns: 5000 },
    );
  });

  it('are equal only for equal identities', () => {
    fc.assert(
      fc.property(identity, identity, (a, b) => {
        const same = FIELDS.every((field) => a[field]?.toWellFormed() === b[field]?.toWellFormed());
        expect(nodeId(a) === nodeId(b)).toBe(same && a.kind === b.kind);
      }),
      { numRuns: 3000 },
    );
  });

  it('replace half of a character by U+FFFD', () => {
    expect(parseNodeId(nodeId({ kind: 'app', app: 'a\ud83d' }))).toEqual({ kind: 'app', app: 'a\ufffd' });
  });

  it('hold no character that separates ids from each other', () => {
    expect(nodeId({ kind: 'app', app: 'a|b>c' })).toBe('app||||a%7Cb%3Ec||');
  });

  it('are read from any text without throwing, and only from what nodeId prints', () => {
    fc.assert(
      fc.property(anyId, (text) => {
        const node = parseNodeId(text);
        if (node !== undefined) expect(nodeId(node)).toBe(text);
      }),
      { numRuns: 3000 },
    );
  });

  it.each(['', 'service', 'service||||||x|', 'nobody||||||', 'app||||%zz||', 'app||||%C3||', 'app||||%41||'])(
    'are not read from %j',
    (text) => {
      expect(parseNodeId(text)).toBeUndefined();
    },
  );
});

describe('edge ids', () => {
  it('read back as both ends and the protocol', () => {
    fc.assert(
      fc.property(
        identity,
        identity,
        fc.constantFrom('http', 'grpc', 'tcp' as const),
        (source, target, protocol) => {
          expect(parseEdgeId(edgeId(source, target, protocol))).toEqual({
            source: wellFormed(source),
            target: wellFormed(target),
            protocol,
          });
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('are read from any text without throwing', () => {
    fc.assert(
      fc.property(fc.array(anyId, { maxLength: 4 }), (parts) => {
        const text = parts.join('>');
        const edge = parseEdgeId(text);
        if (edge !== undefined) expect(text.split('>')).toHaveLength(3);
      }),
      { numRuns: 3000 },
    );
  });

  it('are refused with another protocol, with more parts and with fewer', () => {
    const node = nodeId({ kind: 'unknown' });
    expect(parseEdgeId(`${node}>${node}>udp`)).toBeUndefined();
    expect(parseEdgeId(`${node}>${node}>http>http`)).toBeUndefined();
    expect(parseEdgeId(`${node}>http`)).toBeUndefined();
    expect(parseEdgeId('')).toBeUndefined();
  });
});
