import { describe, expect, it } from 'vitest';
import { makeVisible } from './visible-text';

describe('makeVisible', () => {
  it('writes out what would change how a name is read (S24)', () => {
    expect(makeVisible('safe\u202egnp.exe')).toBe('safe\\u{202e}gnp.exe');
    expect(makeVisible('re\u200bviews')).toBe('re\\u{200b}views');
    expect(makeVisible('\u001b[31mred')).toBe('\\u{1b}[31mred');
  });

  it('leaves ordinary text of every script alone', () => {
    for (const text of ['reviews-v1', 'Größe', '服务', 'שירות', '🚀', '<img onerror=x>']) {
      expect(makeVisible(text)).toBe(text);
    }
  });
});
