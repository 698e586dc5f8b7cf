import { describe, expect, it } from 'vitest';
import type { MtlsMode } from '@/lib/contracts/mtls';
import { filterMtlsRows, mtlsHeadline, type MtlsRow } from './mtls-rows';

function row(name: string, mode: MtlsMode, plaintext = 0): MtlsRow {
  const decidedBy = 'PeerAuthentication istio-system/default';
  const rest = { namespace: 'shop', ports: `80 ${mode}`, observed: 'no traffic', problems: 0, notes: '' };
  return { id: name, name, mode, decidedBy, plaintext, ...rest };
}

describe('mtlsHeadline', () => {
  it('counts services by mode and what went in plaintext', () => {
    const rows = [row('a', 'STRICT'), row('b', 'STRICT'), row('c', 'PERMISSIVE', 2.4), row('d', 'NONE')];
    expect(mtlsHeadline(rows)).toBe(
      '2 of 4 services STRICT, 1 PERMISSIVE, 1 that no policy governs; 2.4 rps in plaintext',
    );
    expect(mtlsHeadline([])).toBe('0 of 0 services STRICT; nothing seen in plaintext');
  });
});

describe('filterMtlsRows', () => {
  it('keeps rows with all words in any column', () => {
    const rows = [row('cart', 'STRICT'), row('web', 'PERMISSIVE')];
    expect(filterMtlsRows(rows, 'strict').map(({ name }) => name)).toEqual(['cart']);
    expect(filterMtlsRows(rows, ' shop  WEB ').map(({ name }) => name)).toEqual(['web']);
    expect(filterMtlsRows(rows, '')).toHaveLength(2);
    expect(filterMtlsRows(rows, 'strict web')).toEqual([]);
  });
});
