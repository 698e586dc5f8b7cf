import { describe, expect, it } from 'vitest';
import { joinVerdicts } from './join-verdicts';
import type { PolicyVerdict } from './verdict';

const place = { namespace: 'shop', name: 'p' };
const verdict = (one: PolicyVerdict['verdict'], needs: PolicyVerdict['needs'] = []): PolicyVerdict => ({
  verdict: one,
  by: [place],
  needs,
  reason: `It is ${one}.`,
});

describe('joinVerdicts', () => {
  it.each(['allowed', 'denied'] as const)('leaves %s as it is where all agree', (one) => {
    expect(joinVerdicts([verdict(one), verdict(one)])).toEqual(verdict(one));
  });

  it('cannot decide where callers differ, and names their identity as missing', () => {
    expect(joinVerdicts([verdict('allowed'), verdict('denied')])).toEqual({
      verdict: 'undecidable',
      by: [place],
      needs: ['identity'],
      reason: 'It is allowed. Or: It is denied.',
    });
  });

  it('keeps what each of them is missing', () => {
    expect(joinVerdicts([verdict('undecidable', ['path']), verdict('undecidable', ['port'])])).toMatchObject({
      verdict: 'undecidable',
      needs: ['path', 'port'],
    });
    expect(joinVerdicts([verdict('undecidable', ['path']), verdict('allowed')]).needs).toEqual([
      'identity',
      'path',
    ]);
  });

  it('cannot decide about nobody', () => {
    expect(joinVerdicts([])).toMatchObject({ verdict: 'undecidable', needs: ['caller'] });
  });
});
