import fc from 'fast-check';
import type { FindExpression, FindValue, Subject } from './expression';
import type { FindEdge, FindNode } from './find-graph';
import type { Operand } from './operand';
import { labelOperand } from './label-operand';
import { operandTable } from './operand-table';
import { isOrder } from './operators';
import { operatorsOf } from './parse-value';
import { sampleEdge, sampleNode } from './sample-find-graph';

// Expressions and graphs for property tests.

const word = fc.constantFrom(
  'a',
  'b',
  'web',
  'v1',
  'v2',
  'shop',
  'UH',
  '200',
  '503',
  'A B',
  'x"y',
  'and',
  'é',
);
const text = fc.oneof(
  { weight: 4, arbitrary: word },
  fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }),
);
const finite = fc
  .oneof(fc.constantFrom(0, 1, 5, 50, 200, 503), fc.double({ noNaN: true, noDefaultInfinity: true }))
  .map((number) => number + 0);

function subjectOf(operand: Operand): fc.Arbitrary<Subject> {
  const bare = fc.constant<Subject>({ operand: operand.name });
  if (operand.node === undefined) return bare;
  const ends = fc.constantFrom('source' as const, 'target' as const);
  return fc.oneof(
    { weight: 2, arbitrary: bare },
    ends.map((end) => ({ operand: operand.name, end })),
  );
}

function valueOf(operand: Operand, ordered: boolean): fc.Arbitrary<FindValue> {
  if (operand.type === 'number' || ordered) {
    const counts = operand.type === 'number' && operand.measure === 'rate';
    const plain = finite.map((number) => ({ kind: 'number' as const, number }));
    if (!counts) return plain;
    const unit = fc.constantFrom('requests' as const, 'bytes' as const);
    return fc.oneof(
      plain,
      fc.tuple(finite, unit).map(([number, counts]) => ({ kind: 'number' as const, number, counts })),
    );
  }
  const values = operand.type === 'text' ? operand.values : undefined;
  return (values ? fc.constantFrom(...values) : text).map((chosen) => ({ kind: 'text', text: chosen }));
}

function comparisonOf(operand: Operand): fc.Arbitrary<FindExpression> {
  return fc.constantFrom(...operatorsOf(operand)).chain((operator) => {
    const nothing = operand.type === 'number' && (operator === '=' || operator === '!=');
    const value = valueOf(operand, isOrder(operator));
    return fc.record({
      kind: fc.constant('compare' as const),
      subject: subjectOf(operand),
      operator: fc.constant(operator),
      value: nothing ? fc.oneof(value, fc.constant<FindValue>({ kind: 'nothing' })) : value,
    });
  });
}

function questionOf(operand: Operand): fc.Arbitrary<FindExpression> {
  const subject = subjectOf(operand);
  if (operand.type === 'flag') return subject.map((subject) => ({ kind: 'is', subject }));
  const has = subject.map((subject): FindExpression => ({ kind: 'has', subject }));
  return fc.oneof({ weight: 4, arbitrary: comparisonOf(operand) }, has);
}

const labelOperands = ['label:app', 'label:example.com/team'].flatMap((word) => labelOperand(word) ?? []);

/** Any expression that the parser can give, and no other. */
export const anyExpression: fc.Arbitrary<FindExpression> = fc.letrec<{ expression: FindExpression }>(
  (tie) => ({
    expression: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      fc.oneof(...operandTable.map(questionOf), ...labelOperands.map(questionOf)),
      text.map((found): FindExpression => ({ kind: 'text', text: found })),
      tie('expression').map((of): FindExpression => ({ kind: 'not', of })),
      fc.record({
        kind: fc.constantFrom('and' as const, 'or' as const),
        of: fc.array(tie('expression'), { minLength: 2, maxLength: 3 }),
      }),
    ),
  }),
).expression;

const ids = ['n0', 'n1', 'n2', 'n3', 'nowhere'] as const;
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const amount = fc.constantFrom(0, 0.5, 1, 5, 50, 200);
const status = fc.constantFrom('healthy', 'degraded', 'failing', 'notReady', 'unknown');

const nodeFields: fc.Arbitrary<Partial<FindNode>> = fc.record({
  kind: fc.constantFrom('app', 'workload', 'service', 'unknown', 'external', 'aggregate', 'hidden'),
  namespace: maybe(word),
  app: maybe(word),
  service: maybe(word),
  workload: maybe(word),
  version: maybe(word),
  flags: fc.subarray(['idle', 'root', 'gateway', 'noSidecar', 'someWithoutSidecar', 'ambient'] as const),
  health: fc.record({ status }),
  pods: maybe(fc.record({ total: fc.nat(2), withoutProxy: fc.nat(2) })),
  labels: maybe(fc.subarray(['app=web', 'app=é', 'Example.com/Team=A', 'example.com/team='] as const)),
  config: maybe(fc.array(fc.record({ kind: word, name: word, summary: word }), { maxLength: 2 })),
});

const edgeFields: fc.Arbitrary<Partial<FindEdge>> = fc.record({
  protocol: fc.constantFrom('http', 'grpc', 'tcp'),
  unit: fc.constantFrom('requests', 'messages', 'bytes'),
  rate: amount,
  errorRate: amount,
  responses: fc.array(
    fc.record({
      code: fc.constantFrom('200', '503', '-'),
      flags: fc.constantFrom('-', 'UH', 'UF,URX'),
      host: word,
      rate: amount,
    }),
    { maxLength: 2 },
  ),
  via: maybe(fc.array(word, { maxLength: 2 })),
  mtls: fc.record({ mutual: amount, plaintext: amount, unknown: amount }),
  latencyMs: maybe(fc.record({ p50: maybe(amount), p95: maybe(amount) })),
  health: fc.record({ status }),
  disagreement: maybe(word),
});

/** Small graphs with gaps: unknown facts, loops, and edges whose ends are missing. */
export const anyFindGraph = fc
  .record({
    nodes: fc.array(nodeFields, { maxLength: 4 }),
    edges: fc.array(fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...ids), edgeFields), { maxLength: 6 }),
  })
  .map(({ nodes, edges }) => ({
    nodes: nodes.map((fields, index) => sampleNode(`n${index}`, fields)),
    edges: edges.map(([source, target, fields], index) => ({
      ...sampleEdge(source, target, fields),
      id: `e${index}`,
    })),
  }));
