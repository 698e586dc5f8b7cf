import { emptyMemory } from '../../components/graph/canvas-memory';
import { graphElements } from '../../components/graph/elements';
import { defaultAspect } from '../../components/graph/layout/layered-layout';
import { planAnew } from '../../components/graph/layout/plan-arrangement';
import type { GraphAnswer } from '../../lib/contracts/graph';

/** What the page sends its worker to have all of this answer placed anew, without its maps, which are empty. */
export function layoutTask(answer: GraphAnswer) {
  const elements = graphElements({ ...answer, groups: new Map() }, ['rate']);
  const { nodes, edges, labelRoom, between, aspect } = planAnew(emptyMemory(), elements, defaultAspect);
  return { nodes, edges, labelRoom, between, aspect };
}
