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
    canvas: '#f5f7f8',
    surface: '#ffffff',
    text: '#1b2730',
    textDim: '#52606b',
    line: '#d8dfe4',
    accent: '#0b7570',
    ok: '#587085',
    degraded: '#985600',
    failing: '#c0222c',
    unknown: '#7440b5',
    idle: '#74828d',
    box: '#ebf0f3',
    boxLine: '#b6c2ca',
    node: '#ffffff',
  },
  dark: {
    canvas: '#10161b',
    surface: '#182027',
    text: '#e3e9ed',
    textDim: '#9eacb7',
    line: '#2c3842',
    accent: '#45bfb6',
    ok: '#8ba3b8',
    degraded: '#e2a43f',
    failing: '#f4757a',
    unknown: '#b791f0',
    idle: '#748591',
    box: '#172028',
    boxLine: '#394955',
    node: '#202b34',
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
