import fc from 'fast-check';
import type { GraphAnswer } from '@/lib/contracts/graph';
import { sampleAnswer, sampleEdge, sampleNode } from '../sample-answer';

// Graphs with names from strangers, for the tests of this folder.

const HOSTILE = [
  '"',
  '\\',
  '\\"]',
  'end',
  '%%{init: {"theme":"x"}}%%',
  '"]; n0 --> n1; x["',
  '</text><script>alert(1)</script>',
  '&lt;',
  '#35;',
  '`**bold**`',
  '\n  n9 --> n9',
  '"]; } digraph {',
  ']]>',
  '\u0000',
  '\ud800',
  '',
  ' ',
  '__proto__',
  'style: #fff;',
  '\u202etxt',
];

const name = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'binary', maxLength: 24 }),
  fc.string({ unit: 'grapheme', maxLength: 24 }),
);

const kinds = ['app', 'workload', 'service', 'unknown', 'external', 'aggregate', 'hidden'] as const;
const statuses = ['healthy', 'degraded', 'failing', 'notReady', 'unknown'] as const;

/** Small graphs whose names may be anything; every edge has both ends, ids differ. */
export const hostileGraph: fc.Arbitrary<GraphAnswer> = fc
  .array(
    fc.record({
      name,
      version: fc.option(name, { nil: undefined }),
      namespace: fc.option(name, { nil: undefined }),
      kind: fc.constantFrom(...kinds),
      status: fc.constantFrom(...statuses),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .chain((names) =>
    fc
      .array(
        fc.record({
          from: fc.nat(names.length - 1),
          to: fc.nat(names.length - 1),
          protocol: fc.constantFrom('http' as const, 'grpc' as const, 'tcp' as const),
          rate: fc.double({ min: 0, max: 1e9, noNaN: true }),
        }),
        { maxLength: 12 },
      )
      .map((calls) =>
        sampleAnswer({
          nodes: names.map(({ name, version, namespace, kind, status }, index) => {
            const { namespace: _, app: __, ...node } = sampleNode(`${index} ${name}`);
            return {
              ...node,
              kind,
              app: name,
              workload: name,
              service: name,
              ...(version === undefined ? {} : { version }),
              ...(namespace === undefined ? {} : { namespace }),
              health: { status, reasons: [name] },
            };
          }),
          edges: calls.map(({ from, to, protocol, rate }, index) => ({
            ...sampleEdge(`${from} ${names[from]?.name}`, `${to} ${names[to]?.name}`, rate, {
              id: `edge ${index}`,
              protocol,
              unit: protocol === 'tcp' ? 'bytes' : 'requests',
            }),
          })),
        }),
      ),
  );
