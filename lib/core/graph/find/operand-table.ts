import type { HealthStatus } from '../mesh-graph';
import { edgeOperands } from './edge-operands';
import { labelOperand } from './label-operand';
import { nodeOperands } from './node-operands';
import { flag, type Operand, text } from './operand';
import type { Truth } from './truth';

type Judged = { readonly health: { readonly status: HealthStatus } };

const isJudged =
  (wanted: HealthStatus) =>
  ({ health }: Judged): Truth =>
    health.status === wanted || (health.status === 'unknown' ? undefined : false);
const judged = (wanted: HealthStatus) => ({ node: isJudged(wanted), edge: isJudged(wanted) });
const statusOf = ({ health }: Judged) => [health.status];

/** What nodes and edges have each for themselves. */
const sharedOperands: readonly Operand[] = [
  text('health', [], 'status of its health', {
    node: statusOf,
    edge: statusOf,
    values: ['healthy', 'degraded', 'failing', 'notReady', 'unknown'],
  }),
  flag('healthy', [], 'its health is known and good', judged('healthy')),
  flag('degraded', [], 'its health is degraded', judged('degraded')),
  flag('failing', [], 'its health is failing', judged('failing')),
  flag('notready', [], 'it is not ready, such as scaled to 0 replicas', judged('notReady')),
];

/** Every operand but the labels, of which there is one for each key: evaluation, completion and docs/find-and-hide.md all follow this table. */
export const operandTable: readonly Operand[] = [...nodeOperands, ...sharedOperands, ...edgeOperands];

/** Words that mean something elsewhere, and why they find nothing here yet. */
export const reservedOperands: Readonly<Record<string, string>> = Object.fromEntries(
  [['operation', 'op']].flatMap((words) => words.map((word) => [word, words[0] ?? word])),
);

const byWord: ReadonlyMap<string, Operand> = new Map(
  operandTable.flatMap((operand) => [operand.name, ...operand.aliases].map((word) => [word, operand])),
);

/** All words that name an operand, in the order of the table. */
export const operandWords: readonly string[] = [...byWord.keys()];

/** The operand that a word names, in whatever case; undefined when none does. */
export function findOperand(word: string): Operand | undefined {
  return byWord.get(word.toLowerCase()) ?? labelOperand(word);
}
