import type { Core } from 'cytoscape';
import type { Arrangement } from './layout/arrange';
import type { GraphElements } from './elements';
import type { LabelSpot } from './layout/place-labels';
import { canvasEdgeId, canvasNodeId } from './topology';

interface Applied {
  data: Record<string, unknown>;
  classes: readonly string[];
}

/** What was last drawn of each element, by its id inside Cytoscape. */
export type AppliedElements = Map<string, Applied>;

/** Brings text, widths, curves and classes up to date, touching only elements that will look different. Answers how many. */
export function patchElements(
  cy: Core,
  applied: AppliedElements,
  { nodes, edges }: GraphElements,
  { curves, labels }: Pick<Arrangement, 'curves' | 'labels'>,
): number {
  let touched = 0;
  const seen = new Set<string>();
  const patch = (id: string, next: Applied) => {
    seen.add(id);
    const before = applied.get(id);
    const changed = Object.entries(next.data).filter(([key, value]) => !sameValue(before?.data[key], value));
    const removed = before?.classes.filter((name) => !next.classes.includes(name)) ?? [];
    const added = next.classes.filter((name) => !before?.classes.includes(name));
    if (changed.length === 0 && removed.length === 0 && added.length === 0) return;
    const element = cy.getElementById(id);
    if (element.empty()) return;
    touched += 1;
    applied.set(id, next);
    if (changed.length > 0) element.data(Object.fromEntries(changed));
    if (removed.length > 0) element.removeClass(removed.join(' '));
    if (added.length > 0) element.addClass(added.join(' '));
  };
  cy.batch(() => {
    for (const { id, label, farLabel, classes } of nodes) {
      patch(canvasNodeId(id), { data: { label, farLabel }, classes });
    }
    for (const edge of edges) {
      const curve = curves.get(edge.id);
      const spot = labels.get(edge.id);
      const shape = curve ? { curveWeights: curve.weights, curveDistances: curve.distances } : {};
      const place = spot ? { labelOffset: Math.round(spot.offset), labelRise: -spot.rise } : {};
      patch(canvasEdgeId(edge), {
        data: { label: edge.label, farLabel: edge.farLabel, lineWidth: edge.lineWidth, ...shape, ...place },
        classes: [...edge.classes, ...labelClasses(spot)],
      });
    }
  });
  for (const id of applied.keys()) if (!seen.has(id)) applied.delete(id);
  return touched;
}

function labelClasses(spot: LabelSpot | undefined): string[] {
  if (!spot) return [];
  const classes = spot.side === 'middle' ? [] : [`label-at-${spot.side}`];
  if (spot.crowded) classes.push('is-crowded');
  if (spot.rise > 0) classes.push('is-lifted');
  return classes;
}

function sameValue(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((one, index) => one === b[index]);
  return a === b;
}
