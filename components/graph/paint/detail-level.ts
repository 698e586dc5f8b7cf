import type { Core } from 'cytoscape';
import { replaceClass } from './emphasis';

/**
 * How much is written on the canvas: all; less in larger letters; names in still larger ones; or, when the whole is no
 * more than a pattern, only who needs a person.
 */
const levels = [
  { from: 0.9, classes: [] },
  { from: 0.66, classes: ['is-far'] },
  { from: 0.42, classes: ['is-far', 'is-farther'] },
  { from: 0, classes: ['is-far', 'is-distant'] },
] as const;

const allClasses = ['is-far', 'is-farther', 'is-distant'] as const;

export type DetailClass = (typeof allClasses)[number];

/** The classes every element wears at this zoom. */
export function detailClasses(zoom: number): readonly DetailClass[] {
  return levels.find(({ from }) => zoom >= from)?.classes ?? [];
}

/** Gives all elements the classes of the present zoom. Costs as much as there are elements: only call it for a reason. */
export function applyDetail(cy: Core): void {
  const worn = detailClasses(cy.zoom());
  cy.batch(() => {
    for (const name of allClasses) {
      replaceClass(cy, name, worn.includes(name) ? cy.elements() : cy.collection());
    }
  });
}
