import type { Drawing } from './drawing';
import { formatCount } from './format-numbers';

/** What is not drawn of a graph, or not as itself, and why; undefined when all of it is. */
export function describeDrawing(drawing: Drawing): string | undefined {
  const { total, shown, leftOut, lines, foldedByItself, graph, focus } = drawing;
  const boxes = graph.groups.size;
  const sentences: string[] = [];
  if (focus?.state === 'missing')
    sentences.push(
      'This graph does not hold what the focus is on: it had no traffic in this window. All of it is shown.',
    );
  if (focus?.state === 'none') sentences.push('No call leads from the one to the other, nor back.');
  if (focus?.state === 'reversed') sentences.push('No call leads this way; these are the ways back.');
  if (shown < total || boxes > 0) {
    const amount = `Showing ${formatCount(shown)} of ${formatCount(total)} nodes`;
    const folded =
      boxes === 0
        ? ''
        : foldedByItself
          ? ', all namespaces folded'
          : `, ${boxes} ${boxes === 1 ? 'box' : 'boxes'} folded`;
    sentences.push(`${amount}${folded}.`);
  }
  if (foldedByItself) sentences.push('Double-click a box to open it.');
  if (leftOut > 0)
    sentences.push('Left out are those with the least traffic, but nobody who needs a person.');
  if (lines.leftOut > 0)
    sentences.push(
      `${formatCount(lines.shown)} of ${formatCount(lines.shown + lines.leftOut)} lines are drawn: the busiest, and all that need a person; select a node to see all of its own.`,
    );
  return sentences.length === 0 ? undefined : sentences.join(' ');
}
