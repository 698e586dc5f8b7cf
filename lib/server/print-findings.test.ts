import { describe, expect, it } from 'vitest';
import { printFindings } from './print-findings';

describe('the table of sources', () => {
  it('says what was found and what was not, in columns', () => {
    const table = printFindings([
      { source: 'prometheus', state: 'found', place: 'istio-system/prometheus:9090', version: '3.5.0' },
      { source: 'tempo', state: 'absent', reason: 'No Service looks like it.' },
    ]);
    expect(table.split('\n').map((line) => line.trimEnd())).toEqual([
      '',
      '  SOURCE      STATE      WHERE                         VERSION  NOTE',
      '  Prometheus  found      istio-system/prometheus:9090  3.5.0',
      '  Tempo       not found  -                             -        No Service looks like it.',
      '',
      '',
    ]);
  });

  it('lets nobody write to the terminal (S26)', () => {
    const version = '\u001b]0;owned\u0007\u001b[2J\r\n1';
    const table = printFindings([{ source: 'istiod', state: 'found', version }]);
    expect(table).not.toMatch(/[^\x20-\x7e\n]/);
    expect(table.split('\n')).toHaveLength(5);
  });
});
