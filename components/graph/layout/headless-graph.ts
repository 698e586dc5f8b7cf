import cytoscape, { type Core } from 'cytoscape';
import type { GraphAnswer } from '@/lib/contracts/graph';
import { arrange, type Arrangement } from './arrange';
import { emptyMemory, type CanvasMemory } from '../canvas-memory';
import type { MenuTarget } from '@/lib/client/menu-subject';
import { GraphController } from '../controller';
import { graphElements, type GraphElements } from '../elements';
import { planAnew, planArrangement, type PlanCircumstances } from './plan-arrangement';
import { fallbackTokens } from '../paint/read-tokens';
import { graphStylesheet } from '../paint/stylesheet';
import { topologyElements, topologyKey } from '../topology';
import type { Spot } from '../walk-graph';

/** A controller on a Cytoscape without a screen, for tests. `refresh` does what React and the wrapper do for an answer. */
export function headlessGraph(
  memory: CanvasMemory = emptyMemory(),
  recall: PlanCircumstances['recall'] = () => undefined,
) {
  const cy: Core = cytoscape({
    headless: true,
    styleEnabled: true,
    style: graphStylesheet(fallbackTokens.light),
  });
  const size = { width: 1_200, height: 800 };
  Object.assign(cy, { width: () => size.width, height: () => size.height });
  const selections: (Spot | undefined)[] = [];
  const cursors: (Spot | undefined)[] = [];
  /** What was opened, folded or asked for. */
  const opened: string[] = [];
  const menus: MenuTarget[] = [];
  let saved = 0;
  const controller = new GraphController(
    cy,
    memory,
    {
      onSelect: (spot) => selections.push(spot),
      onHover: () => {},
      onCursor: (spot) => cursors.push(spot),
      onZoom: () => {},
      onRender: () => {},
      onPlaces: () => (saved += 1),
      onOpen: (spot) => opened.push(spot.id),
      onToggleBox: ({ id }) => opened.push(id),
      onWays: (fromId, toId) => opened.push(`${fromId} to ${toId}`),
      onMenu: (target) => menus.push(target),
    },
    false,
  );
  let shown: GraphElements | undefined;
  let arrangement: Arrangement | undefined;
  let key = '';
  const draw = (elements: GraphElements, next: Arrangement) => {
    arrangement = next;
    shown = elements;
    const wanted = topologyElements(elements);
    const ids = new Set(wanted.map(({ data }) => data.id));
    cy.batch(() => {
      cy.elements()
        .filter((element) => !ids.has(element.id()))
        .remove();
      cy.add(wanted.filter(({ data }) => data.id !== undefined && cy.getElementById(data.id).empty()));
    });
    controller.show(elements, next);
  };
  const refresh = (graph: GraphAnswer, scope = 'all') => {
    const elements = graphElements(graph, ['rate']);
    const question = { scope, namespaces: graph.namespaces.join(), mesh: 'mesh' };
    const nextKey = JSON.stringify([question, topologyKey(elements)]);
    const isSame = arrangement && key === nextKey;
    key = nextKey;
    draw(
      elements,
      isSame && arrangement
        ? arrangement
        : arrange(planArrangement(memory, elements, question, { shown, aspect: 1.5, recall })),
    );
  };
  const arrangeAgain = () => {
    if (shown) draw(shown, arrange(planAnew(memory, shown, 1.5)));
  };
  const places = () =>
    new Map(cy.nodes().map((node) => [String(node.data('own')), { ...node.position() }] as const));
  return {
    cy,
    controller,
    refresh,
    arrangeAgain,
    places,
    selections,
    cursors,
    memory,
    size,
    opened,
    menus,
    countSaved: () => saved,
  };
}
