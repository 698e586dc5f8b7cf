import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { writeKubeconfig } from '../../lib/embedded/kubernetes/kubeconfig';
import { DEMO_KUBERNETES_PORT } from './ports';

const run = promisify(execFile);

/** Runs the stock kubectl against the demo's cluster, with a home of its own for its caches; returns its output. */
export async function kubectl(...args: string[]): Promise<string> {
  const home = await fs.mkdtemp(path.join(os.tmpdir(), 'telltale-kubectl-'));
  try {
    const kubeconfig = path.join(home, 'kubeconfig');
    await fs.writeFile(
      kubeconfig,
      writeKubeconfig(`http://127.0.0.1:${DEMO_KUBERNETES_PORT}`, { namespace: 'bookinfo' }),
    );
    const { stdout } = await run('kubectl', ['--kubeconfig', kubeconfig, ...args], {
      env: { ...process.env, HOME: home },
    });
    return stdout;
  } finally {
    await fs.rm(home, { recursive: true, force: true });
  }
}
