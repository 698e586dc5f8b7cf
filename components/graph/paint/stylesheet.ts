import type { StylesheetJsonBlock } from 'cytoscape';
import { mixColours } from './mix-colours';
import { nodeDiameter } from '../layout/node-size';
import type { GraphTokens } from './read-tokens';
import { securityStyles } from '../lenses/security-styles';
import { splitStyles } from '../lenses/split-styles';

/** System fonts only; the canvas cannot read the page's. */
const fontFamily = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif';

/** How Cytoscape draws the elements: everything from the tokens, every state by a sign as well as a colour. */
export function graphStylesheet(
  tokens: GraphTokens,
  ownStyles: (tokens: GraphTokens) => StylesheetJsonBlock[] = () => [],
): StylesheetJsonBlock[] {
  return [
    ...nodeStyles(tokens),
    ...edgeStyles(tokens),
    ...securityStyles(tokens),
    ...splitStyles(tokens),
    ...ownStyles(tokens),
    ...stateStyles(tokens),
  ];
}

function nodeStyles(tokens: GraphTokens): StylesheetJsonBlock[] {
  const health = (status: string, colour: string, width: number): StylesheetJsonBlock => ({
    selector: `node.health-${status}`,
    style: {
      'border-color': colour,
      'border-width': width,
      'background-color': mixColours(tokens.node, colour, 0.12),
    },
  });
  return [
    {
      selector: 'node',
      style: {
        width: nodeDiameter,
        height: nodeDiameter,
        'background-color': tokens.node,
        'border-color': tokens.ok,
        'border-width': 2,
        label: 'data(label)',
        color: tokens.text,
        'font-family': fontFamily,
        'font-size': 12.5,
        'line-height': 1.25,
        'text-wrap': 'wrap',
        'text-max-width': '400px',
        'text-valign': 'bottom',
        'text-halign': 'center',
        'text-margin-y': 8,
        'text-outline-color': tokens.box,
        'text-outline-width': 2.5,
        'min-zoomed-font-size': 6.5,
        'overlay-opacity': 0,
        'z-index-compare': 'manual',
        'z-index': 10,
      },
    },
    {
      selector: 'node.kind-service',
      style: { shape: 'round-hexagon', width: nodeDiameter - 2, height: nodeDiameter - 4 },
    },
    { selector: 'node.kind-app', style: { shape: 'round-rectangle' } },
    {
      selector: 'node.kind-external',
      style: { shape: 'cut-rectangle', 'border-style': 'dashed', 'text-outline-color': tokens.canvas },
    },
    {
      selector: 'node.kind-unknown',
      style: { shape: 'round-diamond', 'border-style': 'dashed', 'text-outline-color': tokens.canvas },
    },
    {
      selector: 'node.kind-hidden',
      style: {
        shape: 'rectangle',
        'border-style': 'dashed',
        color: tokens.textDim,
        'text-outline-color': tokens.canvas,
      },
    },
    {
      selector: 'node.kind-aggregate',
      style: { shape: 'round-octagon', 'border-style': 'double', 'border-width': 4 },
    },
    { selector: 'node.is-gateway', style: { shape: 'round-tag' } },
    health('degraded', tokens.degraded, 3),
    health('failing', tokens.failing, 3.5),
    health('notReady', tokens.degraded, 3),
    health('unknown', tokens.unknown, 2),
    { selector: 'node.is-far', style: { label: 'data(farLabel)', 'font-size': 15, 'line-height': 1.1 } },
    { selector: 'node.is-farther', style: { 'font-size': 18, 'line-height': 1.05, 'text-margin-y': 6 } },
    // The whole is a pattern: names only of who needs a person, and of who is looked at.
    { selector: 'node.is-distant', style: { 'font-size': 26, 'text-opacity': 0, 'text-outline-opacity': 0 } },
    {
      selector:
        'node.is-distant.health-failing, node.is-distant.health-degraded, node.is-distant.health-notReady',
      style: { 'text-opacity': 1, 'text-outline-opacity': 1, 'font-weight': 'bold' },
    },
    { selector: 'node.is-distant.kind-aggregate', style: { 'text-opacity': 1, 'text-outline-opacity': 1 } },
    { selector: 'node.is-idle', style: { 'border-color': tokens.idle, color: tokens.textDim } },
    {
      selector: 'node.is-gone, node.is-inaccessible, node.is-outside',
      style: { 'border-style': 'dashed', color: tokens.textDim },
    },
  ];
}

function edgeStyles(tokens: GraphTokens): StylesheetJsonBlock[] {
  const calm = mixColours(tokens.ok, tokens.box, 0.2);
  const health = (status: string, colour: string): StylesheetJsonBlock => ({
    selector: `edge.health-${status}`,
    style: { 'line-color': colour, 'target-arrow-color': colour, color: colour, 'text-border-color': colour },
  });
  return [
    {
      selector: 'edge',
      style: {
        width: 'data(lineWidth)',
        'curve-style': 'bezier',
        'line-color': calm,
        'target-arrow-color': calm,
        'target-arrow-shape': 'triangle',
        'arrow-scale': 0.9,
        'target-distance-from-node': 2,
        'overlay-opacity': 0,
        'z-index-compare': 'manual',
        'z-index': 1,
      },
    },
    {
      selector: withLabel(),
      style: {
        label: 'data(label)',
        color: tokens.text,
        'font-family': fontFamily,
        'font-size': 11,
        'text-wrap': 'wrap',
        'text-background-color': tokens.surface,
        'text-background-opacity': 0.94,
        'text-background-padding': '3px',
        'text-background-shape': 'roundrectangle',
        'text-border-color': tokens.line,
        'text-border-opacity': 1,
        'text-border-width': 0.75,
        'min-zoomed-font-size': 7,
      },
    },
    {
      selector: 'edge[curveWeights]',
      style: {
        'curve-style': 'unbundled-bezier',
        'edge-distances': 'node-position',
        'control-point-weights': 'data(curveWeights)',
        'control-point-distances': 'data(curveDistances)',
      },
    },
    {
      selector: 'edge.is-loop',
      style: { 'curve-style': 'bezier', 'loop-direction': '-45deg', 'loop-sweep': '60deg' },
    },
    {
      selector: 'edge.protocol-tcp',
      style: {
        'line-color': tokens.accent,
        'target-arrow-color': tokens.accent,
        'line-style': 'dashed',
        'line-dash-pattern': [7, 4],
        'target-arrow-shape': 'vee',
      },
    },
    health('degraded', tokens.degraded),
    health('failing', tokens.failing),
    {
      selector: 'edge.health-failing, edge.health-degraded',
      style: { 'z-index': 12, 'font-weight': 'bold' },
    },
    { selector: withLabel('is-far'), style: { label: 'data(farLabel)', 'font-size': 13.5 } },
    { selector: withLabel('is-farther'), style: { 'font-size': 16 } },
    { selector: withLabel('is-distant'), style: { label: '', 'font-size': 24 } },
    // In a crowd calm edges step back behind those that need a person.
    { selector: 'edge.is-quiet', style: { opacity: 0.5 } },
    ...endLabels,
    {
      selector: 'edge.is-idle',
      style: { 'line-color': tokens.idle, 'target-arrow-color': tokens.idle, color: tokens.textDim },
    },
    {
      selector: [withLabel('is-crowded'), withLabel('is-distant')].join(', '),
      style: { 'text-opacity': 0, 'text-background-opacity': 0, 'text-border-opacity': 0 },
    },
  ];
}

/**
 * Edges with a label, wearing these classes as well. One that may not show it has none, unless it is looked at: a label
 * costs more than its line, even when it cannot be seen.
 */
function withLabel(...classes: string[]): string {
  return ['is-labelled', 'is-near'].map((name) => ['edge', name, ...classes].join('.')).join(', ');
}

function labelRise(edge: { data(name: string): unknown }): number {
  return Number(edge.data('labelRise') ?? 0);
}

function labelOffset(edge: { data(name: string): unknown }): number {
  return Number(edge.data('labelOffset') ?? 0);
}

/** Labels that stand nearer to one end of their edge than to its middle; `is-far` swaps the text as it does there. */
const endLabels: StylesheetJsonBlock[] = [
  {
    selector: withLabel('label-at-source'),
    style: { label: '', 'source-label': 'data(label)', 'source-text-offset': labelOffset },
  },
  { selector: withLabel('is-far', 'label-at-source'), style: { 'source-label': 'data(farLabel)' } },
  {
    selector: withLabel('label-at-target'),
    style: { label: '', 'target-label': 'data(label)', 'target-text-offset': labelOffset },
  },
  { selector: withLabel('is-far', 'label-at-target'), style: { 'target-label': 'data(farLabel)' } },
  {
    selector: withLabel('is-lifted'),
    style: {
      'text-margin-y': labelRise,
      'source-text-margin-y': labelRise,
      'target-text-margin-y': labelRise,
    },
  },
];

function stateStyles(tokens: GraphTokens): StylesheetJsonBlock[] {
  return [
    { selector: '.is-faded', style: { opacity: 0.25 } },
    {
      selector: 'node.is-found',
      style: {
        'underlay-color': tokens.accent,
        'underlay-opacity': 0.34,
        'underlay-padding': 8,
        'underlay-shape': 'round-rectangle',
      },
    },
    {
      selector: 'edge.is-found',
      style: {
        'underlay-color': tokens.accent,
        'underlay-opacity': 0.22,
        'underlay-padding': 3,
        'z-index': 11,
      },
    },
    {
      // Broad enough to be seen beside the label of a short edge.
      selector: 'edge.is-broken',
      style: {
        'underlay-color': tokens.failing,
        'underlay-opacity': 0.5,
        'underlay-padding': 9,
        'z-index': 13,
      },
    },
    {
      selector: 'edge.is-near, edge.is-crowded.health-failing, edge.is-crowded.health-degraded',
      style: { 'text-opacity': 1, 'text-background-opacity': 0.94, 'text-border-opacity': 1, 'z-index': 13 },
    },
    { selector: 'edge.is-near', style: { opacity: 1 } },
    { selector: 'node.is-near', style: { 'text-opacity': 1, 'text-outline-opacity': 1 } },
    {
      selector: 'node.is-chosen, node.is-cursor',
      style: {
        'outline-color': tokens.accent,
        'outline-width': 2.5,
        'outline-offset': 2,
        'outline-opacity': 1,
        'font-weight': 'bold',
        'z-index': 20,
      },
    },
    { selector: 'node.is-cursor', style: { 'outline-style': 'dashed' } },
    { selector: 'node.is-chosen', style: { 'outline-style': 'solid' } },
    {
      selector: 'edge.is-chosen, edge.is-cursor',
      style: {
        'underlay-color': tokens.accent,
        'underlay-opacity': 0.35,
        'underlay-padding': 4,
        'z-index': 14,
      },
    },
  ];
}
