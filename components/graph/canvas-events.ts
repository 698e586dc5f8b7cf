import type { Core, EventObject } from 'cytoscape';
import type { Point } from './layout/layout-types';
import type { Spot } from './walk-graph';

/** What a pointer does on the canvas. A missing spot is the background; points are of the plane. */
export interface CanvasEvents {
  click(spot: Spot | undefined, withShift: boolean): void;
  doubleClick(spot: Spot | undefined, at: Point): void;
  /** `onCanvas` in pixels of the canvas. */
  menu(spot: Spot | undefined, at: Point, onCanvas: Point): void;
  hover(spot: Spot | undefined): void;
  drag(nodeId: string, at: Point, isDone: boolean): void;
  /** The viewer pans or zooms. */
  moveView(): void;
  /** The view is another, whoever moved it. */
  viewChange(): void;
  render(): void;
}

export function listenToCanvas(cy: Core, events: CanvasEvents): void {
  const spotOf = ({ target }: EventObject): Spot | undefined => {
    if (target === cy) return undefined;
    const own: unknown = target.data('own');
    return typeof own === 'string' ? { kind: target.isNode() ? 'node' : 'edge', id: own } : undefined;
  };
  cy.on('tap', (event: EventObject) => events.click(spotOf(event), hasShift(event)));
  cy.on('dbltap', (event: EventObject) => events.doubleClick(spotOf(event), event.position));
  cy.on('cxttap', (event: EventObject) => events.menu(spotOf(event), event.position, event.renderedPosition));
  cy.on('mouseover', 'node, edge', (event: EventObject) => events.hover(spotOf(event)));
  cy.on('mouseout', 'node, edge', () => events.hover(undefined));
  const drag = (event: EventObject, isDone: boolean) => {
    const spot = spotOf(event);
    if (spot) events.drag(spot.id, event.target.position(), isDone);
  };
  cy.on('drag', 'node', (event: EventObject) => drag(event, false));
  cy.on('dragfree', 'node', (event: EventObject) => drag(event, true));
  cy.on('dragpan scrollzoom pinchzoom', () => events.moveView());
  cy.on('viewport', () => events.viewChange());
  cy.on('render', () => events.render());
}

function hasShift({ originalEvent }: EventObject): boolean {
  return 'shiftKey' in (originalEvent ?? {}) && (originalEvent as MouseEvent).shiftKey;
}
