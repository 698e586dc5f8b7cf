/** The colours the canvas draws with; hexadecimal. */
export interface GraphTokens {
  canvas: string;
  surface: string;
  text: string;
  textDim: string;
  line: string;
  accent: string;
  ok: string;
  degraded: string;
  failing: string;
  unknown: string;
  idle: string;
  box: string;
  boxLine: string;
  node: string;
}

const properties: Record<keyof GraphTokens, string> = {
  canvas: '--tt-canvas',
  surface: '--tt-surface',
  text: '--tt-text',
  textDim: '--tt-text-dim',
  line: '--tt-line',
  accent: '--tt-accent',
  ok: '--tt-ok',
  degraded: '--tt-degraded',
  failing: '--tt-failing',
  unknown: '--tt-unknown',
  idle: '--tt-idle',
  box: '--tt-box',
  boxLine: '--tt-box-line',
  node: '--tt-node',
};

/** What is drawn when a style sheet is missing. */
export const fallbackTokens: Record<'light' | 'dark', GraphTokens> = {
  light: {
    canvas: '#f6f8fa',
    surface: '#ffffff',
    text: '#1b2733',
    textDim: '#56657a',
    line: '#d5dce4',
    accent: '#0b7a75',
    ok: '#62788f',
    degraded: '#a86400',
    failing: '#c92a2a',
    unknown: '#7a4fc4',
    idle: '#8b97a5',
    box: '#eef2f6',
    boxLine: '#ccd6e0',
    node: '#ffffff',
  },
  dark: {
    canvas: '#10161d',
    surface: '#18212b',
    text: '#e4ebf2',
    textDim: '#9aabbd',
    line: '#2c3947',
    accent: '#3bc9b8',
    ok: '#7f97b0',
    degraded: '#f0a63a',
    failing: '#ff7b72',
    unknown: '#b197fc',
    idle: '#697888',
    box: '#161f29',
    boxLine: '#2e3d4d',
    node: '#1f2b38',
  },
};

const hexColour = /^#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i;

/** Reads the custom properties as `read` answers them; a missing or strange value falls back. */
export function readTokens(read: (property: string) => string, colorScheme: 'light' | 'dark'): GraphTokens {
  const tokens = { ...fallbackTokens[colorScheme] };
  for (const key of Object.keys(properties) as (keyof GraphTokens)[]) {
    const value = read(properties[key]).trim();
    if (hexColour.test(value)) tokens[key] = value;
  }
  return tokens;
}
