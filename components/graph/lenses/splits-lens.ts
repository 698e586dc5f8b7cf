import { formatShare } from '@/lib/client/format-numbers';
import type { EdgeSplit, GraphSplits } from '@/lib/client/join-splits';
import { splitWords } from '@/lib/client/routing-words';
import type { GraphLens } from './graph-lens';
import { nameLine, nodeVersion } from '../node-label';
import { shortenMiddle } from '../paint/shorten-middle';
import { splitSigns } from './split-signs';
import { splitText } from './split-text';

const LONGEST = { name: 22, version: 12, farName: 14 } as const;

/**
 * Does the traffic follow the weights? Edges that a split feeds carry the declared and the observed share, coloured by
 * the verdict; all else steps back.
 */
export function splitsLens(splits: GraphSplits | undefined): GraphLens {
  return {
    node(node, members) {
      const verdict = splits?.nodes.get(node.id);
      const sign = verdict === undefined ? '' : splitSigns[verdict];
      const version = nodeVersion(node);
      return {
        label: [
          nameLine(node, LONGEST.name, { sign, members }),
          version && shortenMiddle(version, LONGEST.version),
        ]
          .filter(Boolean)
          .join('\n'),
        farLabel: nameLine(node, LONGEST.farName, { sign, members }),
        classes: [verdict === undefined ? 'split-none' : `split-${verdict}`],
      };
    },
    edge(edge) {
      const split = splits?.edges.get(edge.id);
      if (split === undefined) return { label: '', farLabel: '', classes: ['split-none'] };
      return { ...writeShares(split), classes: [`split-${split.rule.verdict}`] };
    },
    needsPerson: ({ id }) => splits?.edges.has(id) === true,
    labelRoom: { width: 150, height: 36 },
  };
}

function writeShares(split: EdgeSplit) {
  const {
    rule: { verdict },
    destination: { share, observed },
  } = split;
  const seen = observed === null ? 'unknown' : formatShare(observed.share);
  const word = verdict === 'inLine' ? '' : ` ${splitWords[verdict].toLowerCase()}`;
  return { label: `declared ${formatShare(share)}\nseen ${seen}${word}`, farLabel: splitText(split) };
}
