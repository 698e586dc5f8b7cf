import { describe, expect, it } from 'vitest';
import type { DeclaredCall } from '@/lib/contracts/declared-security';
import { describeDeclared } from './declared-words';

const call: DeclaredCall = {
  outcome: 'mutual',
  reason: '',
  clientProxy: 'sidecar',
  asked: ['AUTO'],
  rules: [],
  accepts: ['STRICT'],
};

describe('what is declared of a call, in words', () => {
  it.each([
    ['what auto mTLS chooses', {}],
    ['DISABLE, by DestinationRule a/r', { asked: ['DISABLE'], rules: ['a/r'] }],
    [
      'what auto mTLS chooses or DISABLE, by DestinationRule a/r',
      { asked: ['AUTO', 'DISABLE'], rules: ['a/r'] },
    ],
    ['plaintext, for it has no proxy', { clientProxy: 'none' }],
    ['HBONE or plaintext, as ztunnel does', { clientProxy: 'ambient' }],
  ] as const)('says that the client sends: %s', (sends, more) => {
    const told = { ...call, ...more, asked: [...('asked' in more ? more.asked : call.asked)] };
    expect(describeDeclared({ ...told, rules: [...('rules' in more ? more.rules : [])] }).sends).toBe(sends);
  });

  it('says what the server takes, on all ports that may be meant', () => {
    expect(describeDeclared({ ...call, accepts: ['DISABLE', 'STRICT'] }).takes).toBe('DISABLE or STRICT');
  });

  it.each([
    ['mutual', 'mutual TLS'],
    ['broken', 'refused'],
    ['mixed', 'it depends on port, subset or pod'],
  ] as const)('says what %s means', (outcome, words) => {
    expect(describeDeclared({ ...call, outcome }).outcome).toBe(words);
  });
});
