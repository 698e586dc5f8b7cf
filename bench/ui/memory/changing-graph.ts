import type { GraphAnswer, GraphNode } from '../../../lib/contracts/graph';
import { withOtherNumbers } from '../dense-answer';

/** Refreshes that a version stays for: a quarter of an hour. */
const RELEASE = 60;
/** Numbers that change by a step that divides nothing come never back. */
const NEVER_THE_SAME = Math.SQRT2;
/** Refreshes from one that somebody is missing in to the next. */
const ABSENCE = 20;

/**
 * The graph as a refresh of a long day finds it: other numbers each time, a version that nobody has seen before every
 * quarter of an hour, and now and then somebody who is away for three refreshes.
 */
export function changeGraph(answer: GraphAnswer, round: number): GraphAnswer {
  const changed = withRelease(withOtherNumbers(answer, round * NEVER_THE_SAME), Math.floor(round / RELEASE));
  return round % ABSENCE < 3 ? withoutOne(changed, Math.floor(round / ABSENCE)) : changed;
}

/** One more version of somebody who has one, called as they are. */
function withRelease(answer: GraphAnswer, release: number): GraphAnswer {
  const versioned = answer.nodes.filter(({ version }) => version !== undefined);
  const like = versioned[release % versioned.length];
  if (like === undefined) throw new Error('Nobody in this graph has a version.');
  const version = `release-${release}`;
  const node: GraphNode = { ...like, id: `${like.id}-${version}`, version };
  const calls = answer.edges
    .filter(({ target }) => target === like.id)
    .map((edge) => ({ ...edge, id: `${edge.id}-${version}`, target: node.id }));
  return { ...answer, nodes: [...answer.nodes, node], edges: [...answer.edges, ...calls] };
}

function withoutOne(answer: GraphAnswer, turn: number): GraphAnswer {
  const gone = answer.nodes[turn % answer.nodes.length]?.id;
  return {
    ...answer,
    nodes: answer.nodes.filter(({ id }) => id !== gone),
    edges: answer.edges.filter(({ source, target }) => source !== gone && target !== gone),
  };
}
