import { makeVisible } from '@/lib/client/visible-text';
import type { GraphNode } from '@/lib/contracts/graph';
import { healthSign } from './health-sign';
import { badgeGlyphs, badgeText } from './node-flags';
import { wornBadges } from './config-badges';
import { shortenMiddle } from './paint/shorten-middle';

const longestName = 22;
const longestVersion = 12;
const longestFarName = 14;
const longestFarVersion = 8;
const meaninglessVersions = new Set(['', 'latest', 'unknown']);

/** The whole name of a node as plain, visible text. */
export function nodeName(node: GraphNode): string {
  const { kind, app, workload, service, namespace, cluster } = node;
  const byKind = {
    app: app ?? workload,
    workload: workload ?? app,
    service,
    external: service,
    unknown: undefined,
    aggregate: app ?? namespace ?? cluster,
    hidden: 'hidden',
  }[kind];
  return makeVisible(byKind ?? service ?? app ?? workload ?? (kind === 'aggregate' ? 'others' : 'unknown'));
}

/** The version worth showing beside the name; undefined when it says nothing. */
export function nodeVersion(node: GraphNode): string | undefined {
  if (node.kind !== 'app' || node.version === undefined) return undefined;
  return meaninglessVersions.has(node.version) ? undefined : makeVisible(node.version);
}

/** The sign to draw beside the name; idle nodes carry their badge instead of a question mark. */
export function nodeSign(node: GraphNode): string {
  if (node.health.status === 'unknown' && node.flags.includes('idle')) return '';
  return healthSign(node.health.status);
}

/** Two short lines for the canvas: sign and name, then version and badges. `members` are those of a folded box. */
export function nodeLabel(node: GraphNode, members?: number): string {
  const version = nodeVersion(node);
  const second = [
    version && shortenMiddle(version, longestVersion),
    configGlyphs(node),
    badgeText(node.flags),
  ].filter(Boolean);
  return [nameLine(node, longestName, { members }), second.join('  ')].filter(Boolean).join('\n');
}

/** The same for a view from afar, where letters are drawn larger: fewer of them, badges without words. */
export function farNodeLabel(node: GraphNode, members?: number): string {
  const version = nodeVersion(node);
  const glyphs = [configGlyphs(node), badgeGlyphs(node.flags)].filter(Boolean).join(' ');
  const second = [version && shortenMiddle(version, longestFarVersion), glyphs].filter(Boolean);
  return [nameLine(node, longestFarName, { members }), second.join(' ')].filter(Boolean).join('\n');
}

function configGlyphs(node: GraphNode): string {
  return wornBadges(node)
    .map(({ glyph }) => glyph)
    .join(' ');
}

/** The sign before the name, by default that of its health. A folded box tells how many are inside: `payments · 6`. */
export function nameLine(
  node: GraphNode,
  atMost: number,
  { sign = nodeSign(node), members }: { sign?: string; members: number | undefined },
): string {
  const count = members === undefined ? '' : `· ${members}`;
  const room = atMost - (sign ? 2 : 0) - (count ? count.length + 1 : 0);
  return [sign, shortenMiddle(nodeName(node), room), count].filter(Boolean).join(' ');
}
