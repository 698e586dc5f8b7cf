import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const css = readFileSync(path.join(__dirname, 'globals.css'), 'utf8');

/** The tokens of one scheme, by name without `--tt-`. */
function readTokens(scheme: 'light' | 'dark'): Record<string, string> {
  const block = new RegExp(`data-mantine-color-scheme='${scheme}'\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? '';
  return Object.fromEntries(
    [...block.matchAll(/--tt-([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name, hex]) => [name, hex]),
  );
}

/** WCAG 2.2 relative luminance of `#rrggbb`. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const names = [
  'canvas',
  'surface',
  'raised',
  'text',
  'text-dim',
  'line',
  'accent',
  'ok',
  'degraded',
  'failing',
];
const rest = ['unknown', 'idle', 'box', 'box-line', 'node'];
const words = ['text', 'text-dim', 'accent', 'ok', 'degraded', 'failing', 'unknown'];
const graphics = ['accent', 'ok', 'degraded', 'failing', 'unknown', 'idle'];

describe.each(['light', 'dark'] as const)('the %s palette', (scheme) => {
  const tokens = readTokens(scheme);

  it('names every token', () => {
    expect(Object.keys(tokens).toSorted()).toEqual([...names, ...rest].toSorted());
  });

  it.each(words)('has words in %s readable on every ground (4.5 to 1)', (word) => {
    for (const ground of ['canvas', 'surface', 'raised', 'box', 'node']) {
      const ratio = contrast(tokens[word]!, tokens[ground]!);
      expect(ratio, `${word} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
  });

  it.each(graphics)('has lines and shapes in %s visible on every ground (3 to 1)', (graphic) => {
    for (const ground of ['canvas', 'surface', 'box', 'node']) {
      const ratio = contrast(tokens[graphic]!, tokens[ground]!);
      expect(ratio, `${graphic} on ${ground}`).toBeGreaterThanOrEqual(3);
    }
  });
});

describe('contrast', () => {
  it('is 21 between black and white and 1 between equals', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
    expect(contrast('#123456', '#123456')).toBe(1);
  });
});
