import { createTheme, type MantineColorsTuple } from '@mantine/core';

const teal: MantineColorsTuple = [
  '#e6f5f4',
  '#cdeae7',
  '#9fd6d1',
  '#6fcac3',
  '#45bfb6',
  '#26a199',
  '#148a83',
  '#0b7570',
  '#0a6864',
  '#085450',
];

/** Mantine's dark greys, tinted like our dark tokens: it paints inputs and borders with them. */
const dark: MantineColorsTuple = [
  '#e3e9ed',
  '#b7c2cb',
  '#9eacb7',
  '#748591',
  '#33414c',
  '#2c3842',
  '#1d262e',
  '#182027',
  '#10161b',
  '#0b1014',
];

/** Mantine in Telltale's clothes: 13 px base, system fonts, teal accent. Colours come from app/globals.css; theme.css is derived. */
export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: { light: 7, dark: 8 },
  colors: { teal, dark },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", "Liberation Mono", Menlo, monospace',
  fontSizes: { xs: '0.6875rem', sm: '0.8125rem', md: '0.8125rem', lg: '0.9375rem', xl: '1.125rem' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.25rem', xl: '2rem' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  headings: {
    fontWeight: '600',
    sizes: { h1: { fontSize: '1.125rem' }, h2: { fontSize: '0.9375rem' }, h3: { fontSize: '0.8125rem' } },
  },
});
