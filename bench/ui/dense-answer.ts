import type { GraphAnswer } from '../../lib/contracts/graph';

/** The answer with more edges like those it has, between other ends, until there are so many. Always the same ones. */
export function withMoreEdges(answer: GraphAnswer, wanted: number): GraphAnswer {
  const edges = [...answer.edges];
  const { nodes } = answer;
  for (let index = 0; edges.length < wanted; index += 1) {
    const like = answer.edges[(index * 7) % answer.edges.length];
    const target = nodes[(index * 13 + 5) % nodes.length];
    if (!like || !target || target.id === like.source) continue;
    edges.push({ ...like, id: `${like.source} to ${target.id}, ${index}`, target: target.id });
  }
  return { ...answer, edges };
}

/** The same nodes and edges with other numbers on every edge, as a refresh brings them. */
export function withOtherNumbers(answer: GraphAnswer, round: number): GraphAnswer {
  return {
    ...answer,
    at: answer.at + round * 15,
    edges: answer.edges.map((edge, index) => {
      const factor = 1 + ((index * 31 + round * 17) % 100) / 100;
      return { ...edge, rate: edge.rate * factor, errorRate: edge.errorRate * factor };
    }),
  };
}
