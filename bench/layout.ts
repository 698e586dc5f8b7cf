// How long the layout of a graph takes, by the number of nodes. Usage: npx tsx bench/layout.ts
import { graphElements } from '../components/graph/elements';
import { layeredLayout } from '../components/graph/layout/layered-layout';
import { sampleMesh } from '../components/graph/sample-graph';

const RUNS = 9;

for (const size of [50, 200, 500, 1000, 2000]) {
  const { nodes: drawn, edges } = graphElements(sampleMesh(size, Math.max(2, Math.round(size / 80))), []);
  const nodes = drawn.map(({ id, width, boxes }) => ({
    id,
    width,
    group: boxes[0]?.id,
    stack: boxes[1]?.id,
  }));
  const times = Array.from({ length: RUNS }, () => {
    const startedMs = performance.now();
    layeredLayout(nodes, edges);
    return performance.now() - startedMs;
  }).toSorted((a, b) => a - b);
  const [least = 0, median = 0, most = 0] = [times[0], times[Math.floor(RUNS / 2)], times.at(-1)];
  process.stdout.write(
    `${String(nodes.length).padStart(5)} nodes, ${String(edges.length).padStart(5)} edges: median ${median.toFixed(1)} ms (${least.toFixed(1)} to ${most.toFixed(1)})\n`,
  );
}
