import { describe, expect, it } from 'vitest';
import { asSentence } from './as-sentence';

describe('asSentence', () => {
  it('ends what does not end', () =>
    expect(asSentence('Prometheus cannot be reached ')).toBe('Prometheus cannot be reached.'));
  it('leaves whatever ends already', () => {
    for (const text of ['It failed.', 'Is a sign-in page in between?', 'Cut off…', ''])
      expect(asSentence(text)).toBe(text);
  });
});
