import { createLoader } from 'nuqs/server';
import { describe, expect, it } from 'vitest';
import { startsWithOverview } from './starts-with-overview';
import { viewParsers } from './url-state';

const read = createLoader(viewParsers);
const node = encodeURIComponent('app||shop|cart|v1||');

describe('startsWithOverview', () => {
  it.each(['', '?window=1h&namespaces=shop,payments', '?lens=mtls&labels=rate', '?refresh=off&legs=true'])(
    'takes what is drawn first for all there is to see in /graph%s',
    (address) => {
      expect(startsWithOverview(read(address))).toBe(true);
    },
  );

  it.each([
    '?find=failing',
    '?hide=healthy',
    '?view=table',
    '?fold=ns',
    '?fold=',
    `?focus=${node}`,
    `?select=node:${node}`,
    '?trace=0123456789abcdef0123456789abcdef',
  ])('needs all of the graph for /graph%s', (address) => {
    expect(startsWithOverview(read(address))).toBe(false);
  });
});
