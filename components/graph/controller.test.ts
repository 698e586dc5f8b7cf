import { describe, expect, it } from 'vitest';
import type { GraphAnswer } from '@/lib/contracts/graph';
import { emptyMemory } from './canvas-memory';
import { headlessGraph } from './layout/headless-graph';
import { sampleAnswer, sampleBookShop, sampleEdge, sampleMesh, sampleNode } from './sample-graph';
import { canvasEdgeId, canvasNodeId } from './topology';

const reviews2 = 'app|bookinfo|reviews|v2';

/** The same graph a refresh later: one edge is busier, everything else as before. */
function busier(graph: GraphAnswer, at = 5): GraphAnswer {
  const edges = graph.edges.map((edge, index) => (index === at ? { ...edge, rate: edge.rate * 3 } : edge));
  return { ...graph, at: graph.at + 10, edges, nodes: structuredClone(graph.nodes) };
}

describe('GraphController', () => {
  it('places every node and fits the graph into the view', () => {
    const { cy, refresh, places } = headlessGraph();
    refresh(sampleBookShop());
    expect(new Set([...places().values()].map(({ x, y }) => `${x} ${y}`)).size).toBe(12);
    const corners = [...places().values()].map(({ x, y }) => ({
      x: x * cy.zoom() + cy.pan().x,
      y: y * cy.zoom() + cy.pan().y,
    }));
    for (const { x, y } of corners) {
      expect(x).toBeGreaterThan(0);
      expect(x).toBeLessThan(1_200);
      expect(y).toBeGreaterThan(0);
      expect(y).toBeLessThan(800);
    }
  });

  it('moves nothing on a refresh: places, zoom, pan and selection stay', () => {
    const { cy, controller, refresh, places } = headlessGraph();
    refresh(sampleBookShop());
    controller.select({ kind: 'node', id: reviews2 });
    controller.zoomIn();
    const before = { places: places(), zoom: cy.zoom(), pan: { ...cy.pan() } };
    refresh(busier(sampleBookShop()));
    expect({ places: places(), zoom: cy.zoom(), pan: { ...cy.pan() } }).toEqual(before);
    expect(cy.$('.is-chosen').map((element) => element.data('own'))).toEqual([reviews2]);
  });

  it('touches only the elements that will look different', () => {
    const { cy, refresh } = headlessGraph();
    const graph = sampleBookShop();
    refresh(graph);
    const touched: string[] = [];
    cy.on('data class', (event) => {
      if (event.target !== cy) touched.push(event.target.id());
    });
    refresh(busier(graph, 5));
    expect(touched).toEqual([canvasEdgeId(graph.edges[5]!)]);
  });

  it('touches nothing when an answer says the same again', () => {
    const { cy, refresh } = headlessGraph();
    refresh(sampleMesh(60, 5));
    let events = 0;
    cy.on('data class position viewport', () => (events += 1));
    refresh(sampleMesh(60, 5));
    expect(events).toBe(0);
  });

  it('marks what was found and fades the rest, but not the ends of a found edge', () => {
    const { cy, controller, refresh } = headlessGraph();
    const graph = sampleBookShop();
    refresh(graph);
    const own = (selector: string) => cy.$(selector).map((element) => String(element.data('own')));
    const [edge] = graph.edges;
    controller.mark({ nodes: new Set([reviews2]), edges: new Set([edge!.id]) });
    expect(own('.is-found').toSorted()).toEqual([reviews2, edge!.id].toSorted());
    const lit = cy
      .elements()
      .not('.is-faded')
      .map((element) => String(element.data('own')));
    expect(lit.toSorted()).toEqual([reviews2, edge!.id, edge!.source, edge!.target].toSorted());
    controller.mark(undefined);
    expect(own('.is-found, .is-faded')).toEqual([]);
  });

  it('marks where a trace failed, also while somebody looks at something else', () => {
    const { cy, controller, refresh } = headlessGraph();
    const graph = sampleBookShop();
    refresh(graph);
    const [edge, other] = graph.edges;
    const path = { nodes: new Set([edge!.source]), edges: new Set([edge!.id, other!.id]) };
    controller.mark({ ...path, failing: new Set([other!.id]) });
    const broken = () => cy.$('.is-broken').map((element) => String(element.data('own')));
    expect(broken()).toEqual([other!.id]);
    controller.select({ kind: 'node', id: reviews2 });
    expect(broken()).toEqual([other!.id]);
    controller.mark(path);
    expect(broken()).toEqual([]);
  });

  it('fades nothing when nothing was found', () => {
    const { cy, controller, refresh } = headlessGraph();
    refresh(sampleBookShop());
    controller.mark({ nodes: new Set(), edges: new Set(['nowhere']) });
    expect(cy.$('.is-found').length).toBe(0);
    controller.mark({ nodes: new Set(), edges: new Set() });
    expect(cy.$('.is-faded').length).toBe(0);
  });

  it('keeps what was found in sight beside what is selected, and marks newcomers', () => {
    const { cy, controller, refresh } = headlessGraph();
    const graph = sampleBookShop();
    const found = graph.nodes.filter(({ app }) => app === 'mongodb' || app === 'details');
    refresh({ ...graph, nodes: graph.nodes.filter(({ app }) => app !== 'mongodb') });
    controller.select({ kind: 'node', id: reviews2 });
    controller.mark({ nodes: new Set(found.map(({ id }) => id)), edges: new Set() });
    refresh(graph);
    const faded = new Set(cy.$('node.is-faded').map((element) => element.data('own')));
    expect(found.filter(({ id }) => faded.has(id))).toEqual([]);
    expect(faded.has(reviews2)).toBe(false);
    expect(faded.size).toBeGreaterThan(3);
  });

  it('moves nobody when some are hidden, and puts them back where they stood', () => {
    const { cy, controller, refresh, places } = headlessGraph();
    const graph = sampleBookShop();
    refresh(graph);
    controller.zoomIn();
    const before = { places: places(), zoom: cy.zoom(), pan: { ...cy.pan() } };
    const hidden = new Set(graph.nodes.filter(({ kind }) => kind === 'service').map(({ id }) => id));
    refresh({
      ...graph,
      nodes: graph.nodes.filter(({ id }) => !hidden.has(id)),
      edges: graph.edges.filter(({ source, target }) => !hidden.has(source) && !hidden.has(target)),
    });
    expect(places().size).toBe(graph.nodes.length - hidden.size);
    for (const [id, at] of places()) expect(at).toEqual(before.places.get(id));
    refresh(graph);
    expect({ places: places(), zoom: cy.zoom(), pan: { ...cy.pan() } }).toEqual(before);
  });

  it('keeps everybody in place when somebody joins and somebody leaves', () => {
    const { refresh, places } = headlessGraph();
    const graph = sampleBookShop();
    refresh(graph);
    const before = places();
    const newcomer = sampleNode('app', 'details', { namespace: 'bookinfo', version: 'v2' });
    const service = graph.nodes.find(({ service: name }) => name === 'details')!;
    refresh({
      ...graph,
      nodes: [newcomer, ...graph.nodes.filter(({ app }) => app !== 'mongodb')],
      edges: [...graph.edges, sampleEdge(service, newcomer)],
    });
    const after = places();
    expect(after.has(newcomer.id)).toBe(true);
    for (const [id, at] of after) if (id !== newcomer.id) expect(at).toEqual(before.get(id));
  });

  it('gives back its place to a node that returns', () => {
    const { refresh, places } = headlessGraph();
    const graph = sampleBookShop();
    refresh(graph);
    const before = places();
    refresh({ ...graph, nodes: graph.nodes.filter(({ app }) => app !== 'mongodb') });
    refresh(graph);
    expect(places()).toEqual(before);
  });

  it('keeps a node where the viewer dragged it, also when all others are placed anew', () => {
    const { cy, refresh, arrangeAgain, places, memory } = headlessGraph();
    const graph = sampleBookShop();
    refresh(graph);
    const laidOut = places();
    const node = cy.getElementById(canvasNodeId(reviews2));
    node.emit('grab');
    node.position({ x: 40, y: 900 });
    node.emit('drag');
    node.emit('dragfree');
    refresh(busier(graph));
    expect(places().get(reviews2)).toEqual({ x: 40, y: 900 });
    arrangeAgain();
    expect(places()).toEqual(new Map([...laidOut, [reviews2, { x: 40, y: 900 }]]));
    memory.pinned.clear();
    arrangeAgain();
    expect(places()).toEqual(laidOut);
  });

  it('does not take a click with a trembling hand for a drag', () => {
    const { cy, refresh, places, memory } = headlessGraph();
    refresh(sampleBookShop());
    const before = places();
    const node = cy.getElementById(canvasNodeId(reviews2));
    node.emit('grab');
    node.position({ x: node.position().x + 1, y: node.position().y });
    node.emit('drag');
    node.emit('dragfree');
    expect(memory.pinned.size).toBe(0);
    expect(places()).toEqual(before);
  });

  it('marks a pinned node until it is let go, and lets it stand there', () => {
    const { cy, controller, refresh, places } = headlessGraph();
    refresh(sampleBookShop());
    const before = places();
    const label = () => String(cy.getElementById(canvasNodeId(reviews2)).data('label'));
    controller.pin(reviews2);
    expect(label()).toBe('▲ reviews ⚲\nv2');
    controller.unpin();
    expect(label()).toBe('▲ reviews\nv2');
    expect(places()).toEqual(before);
  });

  it('gives nodes the places they had at an earlier visit, and asks for them once', () => {
    const first = headlessGraph();
    first.refresh(sampleBookShop());
    first.controller.pin(reviews2);
    const moved = new Map([...first.places()].map(([id, { x, y }]) => [id, { x: x + 7, y: y * 2 }]));
    const asked: string[] = [];
    const second = headlessGraph(emptyMemory(), (picture) => {
      asked.push(picture);
      return { positions: moved, pinned: new Set([reviews2]) };
    });
    second.refresh(sampleBookShop());
    second.refresh(busier(sampleBookShop()));
    expect(second.places()).toEqual(moved);
    expect(second.memory.pinned).toEqual(new Set([reviews2]));
    expect(asked).toEqual([second.memory.picture]);
  });

  it('stores nothing when only numbers change', () => {
    const { refresh, countSaved } = headlessGraph();
    refresh(sampleBookShop());
    const before = countSaved();
    refresh(busier(sampleBookShop()));
    expect(countSaved()).toBe(before);
  });

  it('lays out anew for another question', () => {
    const { refresh, places } = headlessGraph();
    const graph = sampleBookShop();
    refresh(graph, 'versions');
    const before = places();
    const withoutServices = { ...graph, nodes: graph.nodes.filter(({ kind }) => kind !== 'service') };
    refresh(withoutServices, 'no services');
    expect(places().get(reviews2)).not.toEqual(before.get(reviews2));
  });

  it('lays out anew and fits when the viewer asks about other namespaces', () => {
    const { controller, refresh, places, memory } = headlessGraph();
    const graph = sampleMesh(60, 5);
    refresh(graph);
    controller.zoomIn();
    const before = places();
    const one = graph.nodes.filter(({ namespace }) => namespace === 'team-birch');
    refresh({ ...graph, namespaces: ['team-birch'], nodes: one });
    expect(memory.userMoved).toBe(false);
    expect(places()).not.toEqual(new Map([...before].filter(([id]) => places().has(id))));
  });

  it('moves nobody when a namespace appears among all of them', () => {
    const { refresh, places } = headlessGraph();
    const graph = sampleBookShop();
    refresh(graph);
    const before = places();
    const newcomer = sampleNode('app', 'batch', { namespace: 'jobs' });
    refresh({ ...graph, namespaces: [...graph.namespaces, 'jobs'], nodes: [...graph.nodes, newcomer] });
    const after = places();
    for (const [id, at] of before) expect(after.get(id)).toEqual(at);
  });

  it('takes places and view over to a canvas that is mounted again', () => {
    const first = headlessGraph();
    first.refresh(sampleBookShop());
    first.controller.zoomOut();
    const second = headlessGraph(first.memory);
    second.refresh(sampleBookShop());
    expect(second.places()).toEqual(first.places());
    expect(second.cy.zoom()).toBe(first.cy.zoom());
  });

  it('fades all but the neighbours of what is selected', () => {
    const { cy, controller, refresh } = headlessGraph();
    refresh(sampleBookShop());
    controller.select({ kind: 'node', id: reviews2 });
    const clear = cy
      .nodes()
      .not('.is-faded')
      .map((node) => String(node.data('own')));
    expect(clear.toSorted()).toEqual([reviews2, 'service|bookinfo|ratings|', 'service|bookinfo|reviews|']);
    controller.select(undefined);
    expect(cy.$('.is-faded, .is-chosen, .is-near').length).toBe(0);
  });

  it('selects what is tapped and clears on the background', () => {
    const { cy, refresh, selections } = headlessGraph();
    const graph = sampleBookShop();
    refresh(graph);
    cy.getElementById(canvasNodeId(reviews2)).emit('tap');
    cy.getElementById(canvasEdgeId(graph.edges[0]!)).emit('tap');
    cy.emit('tap');
    expect(selections).toEqual([
      { kind: 'node', id: reviews2 },
      { kind: 'edge', id: graph.edges[0]!.id },
      undefined,
    ]);
  });

  it('walks from the gateway along the edges and selects there', () => {
    const { controller, refresh, selections, cursors } = headlessGraph();
    refresh(sampleBookShop());
    for (let step = 0; step < 3; step += 1) controller.walk('downstream', false);
    controller.selectCursor();
    expect(cursors.at(-1)).toEqual({ kind: 'node', id: 'app|bookinfo|productpage|v1' });
    expect(selections).toEqual([cursors.at(-1)]);
  });

  it('brings a selected node into view that lies outside', () => {
    const { cy, controller, refresh } = headlessGraph();
    refresh(sampleBookShop());
    cy.viewport({ zoom: 2, pan: { x: -9_000, y: -9_000 } });
    controller.select({ kind: 'node', id: reviews2 });
    const { x, y } = cy.getElementById(canvasNodeId(reviews2)).renderedPosition();
    expect(x).toBeGreaterThan(0);
    expect(x).toBeLessThan(1_200);
    expect(y).toBeGreaterThan(0);
    expect(y).toBeLessThan(800);
  });

  it('fits again when the window changes, unless the viewer moved the view', () => {
    const { cy, controller, refresh, size } = headlessGraph();
    refresh(sampleBookShop());
    const wide = cy.zoom();
    size.width = 700;
    controller.resize();
    expect(cy.zoom()).toBeLessThan(wide);
    controller.zoomIn();
    const chosen = cy.zoom();
    size.width = 1_200;
    controller.resize();
    expect(cy.zoom()).toBe(chosen);
  });

  it('survives names that mean something to objects, doubles and edges without ends', () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', ' ', '"],[', '\u202eevil'];
    const nodes = names.map((id) => ({ ...sampleNode('app', id, { namespace: id }), id }));
    const edges = nodes.flatMap((source) =>
      nodes.map((target) => ({ ...sampleEdge(source, target), id: `${source.id}${target.id}` })),
    );
    const dangling = { ...sampleEdge(nodes[0]!, nodes[1]!), id: 'dangling', target: 'nobody' };
    const hostile = sampleAnswer([...nodes, ...nodes], [...edges, ...edges, dangling]);
    const { cy, refresh } = headlessGraph();
    refresh(hostile);
    refresh(sampleBookShop());
    refresh(hostile);
    expect(cy.nodes().length).toBe(names.length);
    expect(cy.edges().filter((edge) => edge.data('own') === 'dangling').length).toBe(0);
  });

  it('draws an edge that changes its ends as another edge', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((name) => sampleNode('app', name));
    const edge = { ...sampleEdge(a!, b!), id: 'e' };
    const { cy, refresh } = headlessGraph();
    refresh(sampleAnswer([a!, b!, c!], [edge]));
    refresh(sampleAnswer([a!, b!, c!], [{ ...edge, target: c!.id }]));
    expect(cy.edges().map((one) => one.data('target'))).toEqual([canvasNodeId(c!.id)]);
    expect(cy.edges()[0]!.data('label')).toBe('4 rps');
  });

  it('survives an empty answer between two full ones', () => {
    const { cy, refresh, places } = headlessGraph();
    refresh(sampleBookShop());
    const before = places();
    refresh(sampleAnswer([], []));
    expect(cy.elements().length).toBe(0);
    refresh(sampleBookShop());
    expect(places()).toEqual(before);
  });
});
