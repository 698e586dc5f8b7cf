import type { StylesheetJsonBlock } from 'cytoscape';
import type { EdgeChangeWords } from '@/lib/client/edge-changes';
import { changeOrder, changeSigns, changeWords } from '@/lib/client/what-if-words';
import type { GraphAnswer } from '@/lib/contracts/graph';
import type { ChangeVerdict } from '@/lib/contracts/what-if';
import { nameLine } from '../node-label';
import { mixColours } from '../paint/mix-colours';
import type { GraphTokens } from '../paint/read-tokens';
import type { OwnLens } from './graph-lens';

const LONGEST = { name: 22, farName: 14 } as const;

type ChangeColour = 'failing' | 'unknown' | 'degraded' | 'accent' | 'ok';

export const changeLines: Readonly<
  Record<ChangeVerdict, { readonly colour: ChangeColour; readonly style: 'solid' | 'dashed' | 'dotted' }>
> = {
  breaks: { colour: 'failing', style: 'dashed' },
  undecidable: { colour: 'unknown', style: 'dotted' },
  changes: { colour: 'degraded', style: 'solid' },
  projected: { colour: 'accent', style: 'solid' },
  unaffected: { colour: 'ok', style: 'solid' },
};

/**
 * What would a change do? Edges carry the verdict as a sign and a word, with what is at risk; nodes the worst that
 * becomes of calls to them. What nothing happens to steps back.
 */
export function changeLens(
  { edges }: Pick<GraphAnswer, 'edges'>,
  changes: ReadonlyMap<string, EdgeChangeWords>,
): OwnLens {
  const worst = new Map<string, ChangeVerdict>();
  for (const { id, target } of edges) {
    const verdict = changes.get(id)?.verdict;
    const known = worst.get(target);
    if (verdict === undefined) continue;
    if (known === undefined || changeOrder.indexOf(verdict) < changeOrder.indexOf(known))
      worst.set(target, verdict);
  }
  return {
    name: 'change',
    styles: changeStyles,
    lens: {
      node(node, members) {
        const verdict = worst.get(node.id) ?? 'unaffected';
        const sign = verdict === 'unaffected' ? '' : changeSigns[verdict];
        return {
          label: nameLine(node, LONGEST.name, { sign, members }),
          farLabel: nameLine(node, LONGEST.farName, { sign, members }),
          classes: [`change-${verdict}`],
        };
      },
      edge({ id }) {
        const change = changes.get(id);
        if (change === undefined) return { label: '', farLabel: '', classes: ['change-untold'] };
        const { verdict, rateText } = change;
        const words = `${changeSigns[verdict]} ${changeWords[verdict].toLowerCase()}`;
        const isCalm = verdict === 'unaffected';
        return {
          label: isCalm ? changeSigns[verdict] : [words, rateText].filter(Boolean).join('\n'),
          farLabel: isCalm ? '' : words,
          classes: [`change-${verdict}`],
        };
      },
      needsPerson: ({ id }) => (changes.get(id)?.verdict ?? 'unaffected') !== 'unaffected',
      labelRoom: { width: 110, height: 36 },
    },
  };
}

function changeStyles(tokens: GraphTokens): StylesheetJsonBlock[] {
  return [
    ...changeOrder.flatMap((verdict): StylesheetJsonBlock[] => {
      const { colour, style } = changeLines[verdict];
      const isCalm = verdict === 'unaffected';
      return [
        {
          selector: `node.change-${verdict}`,
          style: {
            'border-color': tokens[colour],
            'border-width': isCalm ? 2 : 3.5,
            'background-color': mixColours(tokens.node, tokens[colour], isCalm ? 0 : 0.14),
          },
        },
        {
          selector: `edge.change-${verdict}`,
          style: {
            'line-color': tokens[colour],
            'target-arrow-color': tokens[colour],
            'line-style': style,
            color: tokens[colour],
            'text-border-color': tokens[colour],
            ...(isCalm ? {} : { 'z-index': 12, 'font-weight': 'bold' }),
          },
        },
      ];
    }),
    // From afar only what something happens to keeps its sign and name.
    ...changeOrder
      .filter((verdict) => verdict !== 'unaffected')
      .flatMap((verdict): StylesheetJsonBlock[] => [
        {
          selector: `node.is-distant.change-${verdict}`,
          style: { 'text-opacity': 1, 'text-outline-opacity': 1 },
        },
        {
          selector: `edge.is-distant.change-${verdict}`,
          style: {
            label: 'data(farLabel)',
            'text-opacity': 1,
            'text-background-opacity': 0.94,
            'text-border-opacity': 1,
          },
        },
      ]),
    // Their text stands at an end already.
    { selector: 'edge.label-at-source, edge.label-at-target', style: { label: '' } },
    { selector: 'edge.change-unaffected', style: { opacity: 0.7 } },
    {
      selector: 'edge.change-untold',
      style: { 'line-color': tokens.idle, 'target-arrow-color': tokens.idle, opacity: 0.4 },
    },
  ];
}
