// @vitest-environment happy-dom
import { MantineProvider } from '@mantine/core';
import { renderToString } from 'react-dom/server';
import { expect, it } from 'vitest';
import { theme } from './theme';

const HEAD = `/* What Mantine derives from theme.ts, so that no browser has to: written by theme.test.tsx with \`vitest --update\`. */`;

/** As the formatter leaves it: a declaration a line. */
function layOut(css: string): string {
  return css
    .replaceAll('"]', "']")
    .replaceAll('="', "='")
    .replaceAll('"', "'")
    .replaceAll(/,\s*:/g, ',\n:')
    .replaceAll('{', ' {\n  ')
    .replaceAll(/;(?=--)/g, ';\n  ')
    .replaceAll(';}', ';\n}');
}

it("is Mantine's own reading of the theme, kept as a file of styles", async () => {
  const markup = renderToString(
    <MantineProvider theme={theme} withGlobalClasses={false}>
      {null}
    </MantineProvider>,
  );
  const css = /^<style data-mantine-styles="true">(.*)<\/style>$/s.exec(markup)?.[1] ?? '';
  expect(css).toContain('--mantine-color-teal-7');
  await expect(`${HEAD}\n${layOut(css)}\n`).toMatchFileSnapshot('./theme.css');
});
