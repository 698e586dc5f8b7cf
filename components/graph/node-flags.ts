import type { GraphNode } from '@/lib/contracts/graph';

type Flag = GraphNode['flags'][number];

/** What is worth a badge on a node, most important first. */
export const badges: readonly { flag: Flag; glyph: string; words: string; short?: string }[] = [
  { flag: 'noSidecar', glyph: '⊘', words: 'no sidecar' },
  { flag: 'someWithoutSidecar', glyph: '◐', words: 'some pods without sidecar', short: 'some without' },
  { flag: 'gone', glyph: '†', words: 'no longer in the cluster', short: 'gone' },
  { flag: 'inaccessible', glyph: '⊝', words: 'not visible to this account', short: 'hidden' },
  { flag: 'blackHole', glyph: '■', words: 'refused by the mesh', short: 'black hole' },
  { flag: 'passthrough', glyph: '↷', words: 'unknown to the mesh', short: 'passthrough' },
  { flag: 'gateway', glyph: '⇥', words: 'gateway' },
  { flag: 'waypoint', glyph: '◈', words: 'waypoint' },
  { flag: 'ambient', glyph: '≈', words: 'ambient' },
  { flag: 'workloadEntry', glyph: '▣', words: 'runs outside the cluster', short: 'outside cluster' },
  { flag: 'idle', glyph: '○', words: 'idle' },
  { flag: 'outside', glyph: '↗', words: 'outside the chosen namespaces', short: 'outside' },
];

/** One badge says its name, several are glyphs, and of many the rest is counted: `⊘ no sidecar`, `⊘ ○`, `⊘ † ○ +1`. */
export function badgeText(flags: readonly Flag[], atMost = 3): string {
  const worn = badges.filter(({ flag }) => flags.includes(flag));
  const [first] = worn;
  if (first && worn.length === 1) return `${first.glyph} ${first.short ?? first.words}`;
  return badgeGlyphs(flags, atMost);
}

export function badgeGlyphs(flags: readonly Flag[], atMost = 3): string {
  const glyphs = badges.filter(({ flag }) => flags.includes(flag)).map(({ glyph }) => glyph);
  const more = glyphs.length - atMost;
  return more > 0 ? `${glyphs.slice(0, atMost).join(' ')} +${more}` : glyphs.join(' ');
}

export function flagWords(flags: readonly Flag[]): string[] {
  return badges.filter(({ flag }) => flags.includes(flag)).map(({ words }) => words);
}
