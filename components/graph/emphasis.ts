import type { Collection, Core } from 'cytoscape';

/** Marks what is looked at and its neighbours; everything else fades. An empty focus clears the picture. */
export function emphasize(cy: Core, focus: Collection): void {
  cy.batch(() => {
    const near = focus.empty() ? focus : neighbours(focus);
    const faded = focus.empty() ? cy.collection() : cy.elements().not(near);
    replaceClass(cy, 'is-faded', faded);
    replaceClass(cy, 'is-near', near);
  });
}

/** Gives the class to exactly these elements, touching only those that change. */
export function replaceClass(cy: Core, name: string, elements: Collection): void {
  cy.elements(`.${name}`).not(elements).removeClass(name);
  elements.not(`.${name}`).addClass(name);
}

function neighbours(focus: Collection): Collection {
  return focus.nodes().closedNeighborhood().union(focus.edges()).union(focus.edges().connectedNodes());
}
