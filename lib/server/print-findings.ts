import 'server-only';
import type { Finding } from '@/lib/contracts/status';

const SOURCE_NAMES: Readonly<Record<Finding['source'], string>> = {
  prometheus: 'Prometheus',
  jaeger: 'Jaeger',
  tempo: 'Tempo',
  grafana: 'Grafana',
  istiod: 'istiod',
};

const STATE_WORDS: Readonly<Record<Finding['state'], string>> = {
  given: 'as configured',
  found: 'found',
  silent: 'does not answer',
  absent: 'not found',
  notLooked: 'not looked for',
};

/** What was found and what was not, as a table for a terminal. */
export function printFindings(findings: readonly Finding[]): string {
  const rows = [
    ['SOURCE', 'STATE', 'WHERE', 'VERSION', 'NOTE'],
    ...findings.map(({ source, state, place, version, reason }) => [
      SOURCE_NAMES[source],
      STATE_WORDS[state],
      place ?? '-',
      version ?? '-',
      reason ?? '',
    ]),
  ].map((row) => row.map(plainText));
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return `\n${lines.map((line) => `  ${line}`).join('\n')}\n\n`;
}

/** Versions are strangers' words: no control sequence of theirs may reach the terminal. */
function plainText(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, '?');
}
