import type { StylesheetJsonBlock } from 'cytoscape';
import { splitVerdicts } from '@/lib/contracts/routing';
import type { GraphTokens } from '../paint/read-tokens';
import { splitColours } from './split-signs';

/** How the lens for splits colours what is drawn: what no split feeds steps back. */
export function splitStyles(tokens: GraphTokens): StylesheetJsonBlock[] {
  return [
    ...splitVerdicts.flatMap((verdict): StylesheetJsonBlock[] => {
      const colour = tokens[splitColours[verdict]];
      return [
        { selector: `node.split-${verdict}`, style: { 'border-color': colour, 'border-width': 3 } },
        {
          selector: `edge.split-${verdict}`,
          style: {
            'line-color': colour,
            'target-arrow-color': colour,
            'line-style': verdict === 'dead' ? 'dashed' : 'solid',
            color: colour,
            'text-border-color': colour,
            'z-index': 12,
            'font-weight': verdict === 'inLine' ? 'normal' : 'bold',
          },
        },
      ];
    }),
    { selector: 'node.split-none', style: { 'border-color': tokens.idle, 'border-width': 2, opacity: 0.55 } },
    {
      selector: 'edge.split-none',
      style: { 'line-color': tokens.idle, 'target-arrow-color': tokens.idle, opacity: 0.35 },
    },
  ];
}
