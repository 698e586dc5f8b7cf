import type { StylesheetJsonBlock } from 'cytoscape';
import { mixColours } from '../paint/mix-colours';
import type { GraphTokens } from '../paint/read-tokens';
import { securityLines, securityRings } from './security-colours';

/** How the lens for mutual TLS colours what is drawn. */
export function securityStyles(tokens: GraphTokens): StylesheetJsonBlock[] {
  return [
    ...securityRings.map(({ className, colour, width, fill }): StylesheetJsonBlock => ({
      selector: `node.${className}`,
      style: {
        'border-color': colour(tokens),
        'border-width': width,
        'background-color': mixColours(tokens.node, colour(tokens), fill),
      },
    })),
    ...securityLines.map(({ className, colour, style }): StylesheetJsonBlock => ({
      selector: `edge.${className}`,
      style: {
        'line-color': colour(tokens),
        'target-arrow-color': colour(tokens),
        color: className === 'security-mutual' ? tokens.textDim : colour(tokens),
        'text-border-color': className === 'security-mutual' ? tokens.line : colour(tokens),
        'line-style': style,
      },
    })),
    { selector: 'edge.security-mutual', style: { opacity: 0.8 } },
    { selector: 'edge.security-idle', style: { opacity: 0.6 } },
    {
      selector: 'edge.security-part, edge.security-plaintext',
      style: { 'z-index': 12, 'font-weight': 'bold' },
    },
    // From afar only who is less than STRICT keeps a name beside those that are looked at.
    {
      selector: 'node.is-distant.mode-MIXED, node.is-distant.mode-DISABLE, node.is-distant.mode-NONE',
      style: { 'text-opacity': 1, 'text-outline-opacity': 1 },
    },
  ];
}
