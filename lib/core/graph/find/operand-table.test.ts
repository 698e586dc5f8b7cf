import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Operand } from './operand';
import { operandTable, operandWords, reservedOperands } from './operand-table';
import type { Measure } from './parse-quantity';
import { parseExpression } from './parse-expression';

const DOCUMENT = path.resolve(import.meta.dirname, '../../../../docs/find-and-hide.md');

const MEASURES: Readonly<Record<Measure, string>> = {
  requests: 'requests per second',
  bytes: 'bytes per second',
  rate: 'requests, messages or bytes per second',
  percent: 'percent',
  milliseconds: 'milliseconds',
  count: 'number',
};

function describeType(operand: Operand): string {
  if (operand.type === 'number') return MEASURES[operand.measure];
  if (operand.type === 'flag') return 'flag';
  return operand.values ? operand.values.map((value) => `\`${value}\``).join(', ') : 'text';
}

/** The line of docs/find-and-hide.md about an operand. */
function documentOperand(operand: Operand): string {
  const { name, aliases, meaning } = operand;
  const also = aliases.map((alias) => `\`${alias}\``).join(', ');
  return `| \`${name}\` | ${also} | ${describeType(operand)} | ${meaning} |`;
}

function linesBelow(heading: string): string[] {
  const text = fs.readFileSync(DOCUMENT, 'utf8');
  const section = text.split(/^### /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  return section.split('\n').filter((line) => line.startsWith('| `'));
}

describe('the table of operands', () => {
  it('is told in the documentation, line by line', () => {
    const ofNodes = operandTable.filter(({ node, edge }) => node && !edge);
    const ofBoth = operandTable.filter(({ node, edge }) => node && edge);
    const ofEdges = operandTable.filter(({ node, edge }) => !node && edge);
    expect(linesBelow('Of nodes')).toEqual(ofNodes.map(documentOperand));
    expect(linesBelow('Of nodes and of edges')).toEqual(ofBoth.map(documentOperand));
    expect(linesBelow('Of edges')).toEqual(ofEdges.map(documentOperand));
    expect(ofNodes.length + ofBoth.length + ofEdges.length).toBe(operandTable.length);
  });

  it('has each word once, in small letters, and none that is kept for later', () => {
    const words = operandTable.flatMap(({ name, aliases }) => [name, ...aliases]);
    expect(words).toEqual(operandWords);
    for (const word of words) expect(word).toMatch(/^%?[a-z][a-z0-9]*$/);
    expect(words.filter((word) => Object.hasOwn(reservedOperands, word))).toEqual([]);
  });

  it('has the words that people know from Kiali', () => {
    const known = [
      ...['name', 'namespace', 'ns', 'app', 'service', 'svc', 'workload', 'wl', 'version', 'node', 'cluster'],
      ...['httpin', 'httpout', 'grpcin', 'grpcout', 'tcpin', 'tcpout', 'rank', 'healthy', 'idle', 'outside'],
      ...['inaccessible', 'sidecar', 'sc', 'trafficsource', 'virtualservice', 'vs', 'trafficshifting', 'ts'],
      ...['workloadentry', 'we', 'grpc', 'http', 'tcp', '%httperr', '%httperror', '%grpcerr', '%grpcerror'],
      ...['%httptraffic', '%grpctraffic', 'mtls', 'protocol', 'responsetime', 'rt', 'sourceprincipal'],
      ...['destprincipal', 'throughput', 'traffic'],
    ];
    expect(known.filter((word) => !operandWords.includes(word))).toEqual([]);
  });

  it('keeps words for what the graph does not tell yet, with a sentence', () => {
    for (const word of Object.keys(reservedOperands)) {
      for (const text of [word, `not ${word}`, `has ${word}`, `${word} = x`]) {
        const parsed = parseExpression(text);
        expect(parsed.ok ? text : parsed.error.message).toMatch(/not part of the graph answer yet\.$/);
      }
    }
  });
});
