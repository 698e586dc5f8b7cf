import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { writeKubeconfig } from '../../lib/embedded/kubernetes/kubeconfig';
import { DEMO_KUBERNETES_PORT } from './ports';

const run = promisify(execFile);

/** Runs the stock kubectl against the demo's cluster; returns its output. */
export function kubectl(...args: string[]): Promise<string> {
  const server = `http://127.0.0.1:${DEMO_KUBERNETES_PORT}`;
  return kubectlAt(writeKubeconfig(server, { namespace: 'bookinfo' }), ...args);
}

/** The same against the cluster of a kubeconfig (YAML), with a home of its own for its caches. */
export async function kubectlAt(kubeconfig: string, ...args: string[]): Promise<string> {
  const home = await fs.mkdtemp(path.join(os.tmpdir(), 'telltale-kubectl-'));
  try {
    const file = path.join(home, 'kubeconfig');
    await fs.writeFile(file, kubeconfig);
    const { stdout } = await run('kubectl', ['--kubeconfig', file, ...args], {
      env: { ...process.env, HOME: home },
    });
    return stdout;
  } finally {
    await fs.rm(home, { recursive: true, force: true });
  }
}

/** `kubectl apply` of some YAML. */
export async function applyAt(kubeconfig: string, yaml: string): Promise<string> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'telltale-apply-'));
  try {
    const file = path.join(folder, 'objects.yaml');
    await fs.writeFile(file, yaml);
    return await kubectlAt(kubeconfig, 'apply', '-f', file);
  } finally {
    await fs.rm(folder, { recursive: true, force: true });
  }
}
