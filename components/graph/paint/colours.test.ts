import { describe, expect, it } from 'vitest';
import { mixColours } from './mix-colours';
import { fallbackTokens, readTokens } from './read-tokens';
import { graphStylesheet } from './stylesheet';

/** Contrast as WCAG defines it. */
function contrast(a: string, b: string): number {
  const luminance = (colour: string) =>
    [1, 3, 5]
      .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
      .map((value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
      .reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index]!, 0);
  const [light, dark] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (light! + 0.05) / (dark! + 0.05);
}

describe('readTokens', () => {
  it('takes hexadecimal colours and falls back for everything else', () => {
    const values: Record<string, string> = {
      '--tt-ok': ' #123456 ',
      '--tt-text': 'url(evil)',
      '--tt-line': '',
    };
    const tokens = readTokens((property) => values[property] ?? '', 'dark');
    expect(tokens.ok).toBe('#123456');
    expect(tokens.text).toBe(fallbackTokens.dark.text);
    expect(tokens.line).toBe(fallbackTokens.dark.line);
  });
});

describe('mixColours', () => {
  it('goes from one colour to the other', () => {
    expect(mixColours('#000000', '#ffffff', 0)).toBe('#000000');
    expect(mixColours('#000', '#ffffff', 0.5)).toBe('#808080');
    expect(mixColours('#000000', '#ffffffff', 1)).toBe('#ffffff');
  });
});

describe('graphStylesheet', () => {
  it.each(['light', 'dark'] as const)(
    'draws lines and rings that stand out from the %s background',
    (scheme) => {
      const tokens = fallbackTokens[scheme];
      const colours = graphStylesheet(tokens).flatMap((block) => {
        const style: object = 'style' in block ? block.style : {};
        return Object.entries(style).flatMap(([name, value]) =>
          name === 'line-color' || name === 'border-color' || name === 'outline-color' ? [String(value)] : [],
        );
      });
      expect(colours.length).toBeGreaterThan(8);
      for (const colour of colours) {
        expect(contrast(colour, tokens.box), `${colour} on a box`).toBeGreaterThanOrEqual(3);
        expect(contrast(colour, tokens.canvas), `${colour} on the canvas`).toBeGreaterThanOrEqual(3);
      }
    },
  );
});
