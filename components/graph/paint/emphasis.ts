import type { Collection, Core, SingularElementReturnValue } from 'cytoscape';

/** Ids of what a search found. */
export interface FoundSpots {
  readonly nodes: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
  /** Edges that are marked as those where something failed. */
  readonly failing?: ReadonlySet<string>;
}

/** The found elements that are on the canvas. */
export function collectFound(cy: Core, found: FoundSpots | undefined): Collection {
  if (!found || found.nodes.size + found.edges.size === 0) return cy.collection();
  return cy.elements().filter((element) => {
    const own: unknown = element.data('own');
    return typeof own === 'string' && (element.isNode() ? found.nodes : found.edges).has(own);
  });
}

/** Marks where something failed, whatever else is looked at. */
export function markFailing(cy: Core, found: FoundSpots | undefined): void {
  const failing = found?.failing ?? new Set<string>();
  replaceClass(cy, 'is-broken', collectFound(cy, { nodes: new Set(), edges: failing }));
}

/**
 * Marks what is looked at and its neighbours, and what was found; everything else fades. The ends of a found edge stay:
 * an edge between shadows says little. Nothing looked at and nothing found clears the picture.
 */
export function emphasize(cy: Core, focus: Collection, found: Collection): void {
  cy.batch(() => {
    const near = focus.empty() ? focus : neighbours(focus);
    const lit = near.union(found).union(found.edges().connectedNodes());
    replaceClass(cy, 'is-faded', lit.empty() ? lit : cy.elements().not(lit));
    replaceClass(cy, 'is-near', near);
    replaceClass(cy, 'is-found', found);
  });
}

/** Gives the class to exactly these elements, touching only those that change. */
export function replaceClass(cy: Core, name: string, elements: Collection): void {
  const losing = cy.collection();
  const gaining = cy.collection();
  const all = cy.elements();
  // Mostly all or none are meant, and then nobody need be looked up.
  const isMeant =
    elements.length === all.length || elements.empty()
      ? () => elements.nonempty()
      : (element: SingularElementReturnValue) => elements.contains(element);
  // Looked at one by one: selectors and differences of collections cost many times as much.
  all.forEach((element) => {
    const wears = element.hasClass(name);
    if (wears === isMeant(element)) return;
    (wears ? losing : gaining).merge(element);
  });
  losing.removeClass(name);
  gaining.addClass(name);
}

function neighbours(focus: Collection): Collection {
  return focus.nodes().closedNeighborhood().union(focus.edges()).union(focus.edges().connectedNodes());
}
