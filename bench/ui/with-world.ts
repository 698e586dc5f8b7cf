import { graphAnswerSchema, type GraphAnswer } from '../../lib/contracts/graph';
import { startMesh } from '../../lib/embedded/demo/start-mesh';
import { findWorld } from '../../lib/embedded/worlds/find-world';
import { startApplication, type Application } from '../../e2e/support/application';

/** The built application in front of a simulated world. */
export async function withWorld<T>(name: string, work: (application: Application) => Promise<T>): Promise<T> {
  const world = findWorld(name);
  if (world === undefined) throw new Error(`There is no world ${name}.`);
  const mesh = await startMesh({ world, historySeconds: 900 });
  const application = await startApplication({
    prometheusUrl: mesh.prometheusUrl,
    kubeconfig: mesh.kubeconfig,
  });
  try {
    return await work(application);
  } finally {
    await application.close();
    await mesh.close();
  }
}

/** The graph of the last five minutes, or what a page draws first of it, once there is one. */
export async function askGraph({ url }: Application, { overview = false } = {}): Promise<GraphAnswer> {
  // A large world takes a while to count its first samples.
  for (let ask = 0; ask < 20; ask += 1) {
    const response = await fetch(`${url}/api/graph?window=5m&overview=${overview}`);
    const answer = graphAnswerSchema.parse(await response.json());
    if (answer.nodes.length > 0) return answer;
    await new Promise((resolve) => setTimeout(resolve, 3_000));
  }
  throw new Error('The simulated Prometheus answers with no graph.');
}
